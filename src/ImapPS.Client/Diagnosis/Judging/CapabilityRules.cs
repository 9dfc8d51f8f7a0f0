using ImapPS.Client.Authentication;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Diagnosis;

/// <summary>Findings about what a server announces, and when.</summary>
internal static class CapabilityRules
{
    private const int ShownNames = 6;

    public static IEnumerable<Finding> Judge(ServerReport report)
    {
        foreach (var (port, ways) in LoginWithoutTls(report))
        {
            yield return new Finding(
                Severity.Warning,
                "LoginWithoutTls",
                $"Port {port} offers to log in without TLS: {string.Join(", ", ways)}. Clients that do so send the password in the clear.",
                "Forbid it (Dovecot: disable_plaintext_auth=yes or auth_allow_cleartext=no; Cyrus: allowplaintext: no; Courier: IMAP_TLS_REQUIRED=1). Some servers allow it to their own machine and network only: test from elsewhere to see what others get.",
                port);
        }

        foreach (var port in report.CapabilityPhases.Where(static p => PhaseNames.IsProtected(p.Phase)).GroupBy(static p => p.Port))
        {
            foreach (var finding in InsideTls(port.ToArray()))
                yield return finding;
        }

        foreach (var port in report.CapabilityPhases.GroupBy(static p => p.Port))
        {
            var changes = port.Select(Change).Where(static c => c.Length > 0).ToArray();
            if (changes.Length > 0)
            {
                yield return new Finding(
                    Severity.Info,
                    "CapabilitiesChange",
                    $"What port {port.Key} announces changes from phase to phase: {string.Join("; ", changes)}.",
                    "Nothing needs doing: ImapPS goes by what was announced last.",
                    port.Key);
            }
        }
    }

    /// <summary>By port, how one could log in before TLS with the secret itself on the wire.</summary>
    public static IReadOnlyList<(int Port, IReadOnlyList<string> Ways)> LoginWithoutTls(ServerReport report)
    {
        var all = new List<(int, IReadOnlyList<string>)>();
        foreach (var port in report.CapabilityPhases.Where(static p => !PhaseNames.IsProtected(p.Phase)).GroupBy(static p => p.Port))
        {
            var told = new CapabilitySet(port.Last().Capabilities);
            var ways = told.AuthMechanisms.Where(SendsSecret).Select(static m => "AUTH=" + m).ToList();
            if (!told.LoginDisabled)
                ways.Insert(0, "the LOGIN command (no LOGINDISABLED)");
            if (ways.Count > 0)
                all.Add((port.Key, ways));
        }

        return all;
    }

    private static bool SendsSecret(string mechanism) => MechanismCatalog.Find(mechanism).Any(static t => t is { SendsSecret: true, IsLoginCommand: false });

    private static IEnumerable<Finding> InsideTls(CapabilityPhase[] phases)
    {
        var port = phases[0].Port;
        if (phases.FirstOrDefault(static p => new CapabilitySet(p.Capabilities).StartTls) is { } offering)
        {
            yield return new Finding(
                Severity.Warning,
                "StartTlsWithinTls",
                $"Port {port} still offers STARTTLS within TLS ({offering.Phase}), which the standard forbids.",
                "Harmless as a rule; update the server or the proxy in front of it.",
                port);
        }

        var last = new CapabilitySet(phases[phases.Length - 1].Capabilities);
        if (!last.LoginDisabled)
            yield break;
        if (phases[phases.Length - 1].Phase == PhaseNames.AfterLogin)
            yield return new Finding(Severity.Info, "LoginDisabledAfterLogin", "LOGINDISABLED is announced after login, where it means nothing.", "", port);
        else if (!last.AuthMechanisms.Any())
            yield return new Finding(Severity.Error, "NoWayToLogIn", $"Port {port} offers no way to log in, even within TLS: LOGINDISABLED, and no AUTH=.", "Switch an authentication mechanism on.", port);
    }

    /// <summary>That STARTTLS goes once TLS stands, and what is about logging in once somebody has, is as it should be.</summary>
    private static string Change(CapabilityPhase phase)
    {
        var gone = phase.Removed.Where(n => !n.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase) && !n.Equals("LOGINDISABLED", StringComparison.OrdinalIgnoreCase)
            && (phase.Phase != PhaseNames.AfterLogin || !ReportAssembly.ConcernsLogin(n))).ToArray();
        var parts = new List<string>();
        if (phase.Added.Count > 0)
            parts.Add("more " + List(phase.Added));
        if (gone.Length > 0)
            parts.Add("no longer " + List(gone));
        return parts.Count == 0 ? "" : $"{phase.Phase}: {string.Join(", ", parts)}";
    }

    private static string List(IReadOnlyList<string> names) =>
        string.Join(" ", names.Take(ShownNames)) + (names.Count > ShownNames ? $" and {names.Count - ShownNames} others" : "");
}
