using System.Globalization;
using ImapPS.Client.Diagnosis;

namespace ImapPS.Diagnosis;

/// <summary>How a report's values are written, on the page and in the views.</summary>
public static class ReportText
{
    /// <summary>The best version that is accepted.</summary>
    public static string BestTls(ServerReport report) =>
        Check(report).TlsVersions.LastOrDefault(static v => v.Outcome == TlsVersionOutcome.Accepted)?.Version
        ?? report.Ports.Select(static p => p.Tls?.Protocol).FirstOrDefault(static p => p is not null) ?? "none";

    /// <summary>The certificate in a few words.</summary>
    public static string Certificate(ServerReport report) => Check(report).Certificate switch
    {
        null => "none",
        { Trusted: true } good => DaysLeft(good),
        var bad => bad.Problems.FirstOrDefault(static f => f.Severity == Severity.Error)?.Id switch
        {
            "CertificateExpired" => "expired",
            "CertificateNotYetValid" => "not yet valid",
            "CertificateWrongName" or "CertificateNoNames" => "wrong name",
            "CertificateSelfSigned" => "self-signed",
            "CertificateChainIncomplete" => "chain incomplete",
            _ => "not trusted",
        },
    };

    /// <summary>How many findings there are of a severity.</summary>
    public static string Count(ServerReport report, Severity severity) => Number(Check(report).Findings.Count(f => f.Severity == severity));

    /// <summary>2 errors, 1 warning</summary>
    public static string Counts(ServerReport report)
    {
        var errors = Check(report).Findings.Count(static f => f.Severity == Severity.Error);
        var warnings = report.Findings.Count(static f => f.Severity == Severity.Warning);
        return $"{Plural(errors, "error")}, {Plural(warnings, "warning")}";
    }

    /// <summary>One line for each port.</summary>
    public static string Ports(ServerReport report) => Lines(Check(report).Ports.SelectMany(static p => p.Addresses.Select(a =>
        $"{p.Port} {(p.Security == Client.Connecting.ConnectionSecurity.ImplicitTls ? "implicit TLS" : "STARTTLS")}, {a.Address}: {(a.Reachability == Reachability.Reachable ? Time(a.ConnectTime) : a.Problem)}")));

    /// <summary>The greeting of each port.</summary>
    public static string Greetings(ServerReport report) =>
        Lines(Check(report).Ports.Where(static p => p.Greeting is not null).Select(static p => $"{p.Port} {p.GreetingStatus} {p.Greeting}"));

    /// <summary>Versions, and what was agreed on.</summary>
    public static string Tls(ServerReport report) => Lines(
    [
        string.Join(", ", Check(report).TlsVersions.Select(static v => v.Outcome == TlsVersionOutcome.NotTestable ? v.Version + " not testable here" : v.ToString())),
        .. report.Ports.Where(static p => p.Tls is not null).Select(static p => $"{p.Port} {p.Tls}"),
    ]);

    /// <summary>The certificate in some lines.</summary>
    public static string CertificateDetail(ServerReport report) => Check(report).Certificate is not { } certificate ? "" : Lines(
    [
        $"{certificate.Subject}, issued by {certificate.Issuer}",
        $"for {string.Join(", ", certificate.Names)}",
        $"{Day(certificate.NotBefore)} to {Day(certificate.NotAfter)} ({DaysLeft(certificate)}), {certificate.KeyAlgorithm} {certificate.KeySize}, {certificate.SignatureAlgorithm}",
        $"{(certificate.Trusted ? "trusted" : "not trusted")}, name {(certificate.HostMatches ? "matches" : "does not match")}, chain of {certificate.Chain.Count}{(certificate.SelfSigned ? ", self-signed" : "")}",
    ]);

    /// <summary>What each phase announces beyond the one before.</summary>
    public static string Capabilities(ServerReport report) => Lines(Check(report).CapabilityPhases.Select((p, i) =>
        i > 0 && report.CapabilityPhases[i - 1].Port == p.Port
            ? $"{p.Port} {p.Phase}: {(p.Added.Count + p.Removed.Count == 0 ? "the same" : string.Join(" ", p.Added.Select(static a => "+" + a).Concat(p.Removed.Select(static r => "-" + r))))}"
            : $"{p.Port} {p.Phase}: {string.Join(" ", p.Capabilities)}"));

    /// <summary>Each finding with its remedy below.</summary>
    public static string Findings(ServerReport report) => Check(report).Findings.Count == 0
        ? "nothing to complain of"
        : Lines(report.Findings.SelectMany(static f => f.Remedy.Length == 0 ? new[] { $"{f.Severity}: {f.Message}" } : [$"{f.Severity}: {f.Message}", "  -> " + f.Remedy]));

    /// <summary>Each requirement and whether it is met.</summary>
    public static string Requirements(ServerReport report) => Lines(Check(report).Requirements.Select(static r => r.ToString()));

    /// <summary>Each consequence of what is missing.</summary>
    public static string Consequences(ServerReport report)
    {
        var all = Check(report).Consequences.Select(static c => c.ToString());
        return report.CapabilitiesComplete || report.Consequences.Count == 0
            ? Lines(all)
            : Lines(all.Prepend("(not announced before login; the server may announce it afterwards, -Credential shows it)"));
    }

    /// <summary>How logging in went, and each mechanism.</summary>
    public static string Login(ServerReport report) => Check(report).Login is { } login ? Lines(login.Mechanisms.Select(static m => m.ToString()).Prepend(login.ToString())) : "";

    /// <summary>yes, no or not tested.</summary>
    public static string Injection(ServerReport report) => Check(report).InjectionTolerated switch { true => "yes", false => "no", _ => "not tested" };

    /// <summary>12.3 ms</summary>
    public static string Time(TimeSpan time) => time.TotalMilliseconds.ToString(time.TotalMilliseconds < 100 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string DaysLeft(CertificateReport certificate) =>
        certificate.DaysLeft < 0 ? certificate.DaysExpired == 0 ? "expired" : $"expired {Plural(certificate.DaysExpired, "day")} ago" : $"{Plural(certificate.DaysLeft, "day")} left";

    private static string Plural(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines);

    private static ServerReport Check(ServerReport report) => report ?? throw new ArgumentNullException(nameof(report));
}
