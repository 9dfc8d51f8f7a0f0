using ImapPS.Client.Connecting;

namespace ImapPS.Client.Diagnosis;

/// <summary>Findings about names, addresses and who answers.</summary>
internal static class ReachabilityRules
{
    public static IEnumerable<Finding> Judge(ServerReport report)
    {
        if (report.NameProblem is { } problem)
        {
            yield return new Finding(Severity.Error, problem.Error.ToString(), problem.Message, problem.Remedy);
            yield break;
        }

        if (!report.Ports.Any(static p => p.Reachable))
        {
            yield return new Finding(
                Severity.Error,
                "Unreachable",
                $"Nothing answers: {string.Join(" ", report.Ports.Select(static p => p.Problem?.Message))}",
                "Check that the server runs, that a firewall lets these ports through, and that IMAP is not served elsewhere (-ImplicitTlsPort, -StartTlsPort).");
            yield break;
        }

        foreach (var port in report.Ports)
        {
            foreach (var finding in OfPort(port, report))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> OfPort(PortReport port, ServerReport report)
    {
        if (!port.Reachable)
        {
            yield return Unreachable(port, report);
            yield break;
        }

        foreach (var address in port.Addresses.Where(static a => a.Reachability is Reachability.Refused or Reachability.NoAnswer or Reachability.Failed))
        {
            yield return new Finding(
                Severity.Warning,
                "AddressUnreachable",
                $"{address.Address} ({address.Family}) can't be reached on port {port.Port}: {address.Problem}. Other addresses of the server answer.",
                $"Clients that try it first wait. Let the server listen on it, or take the address out of DNS.",
                port.Port);
        }

        if (port.GreetingStatus == "PREAUTH" && port.Security == ConnectionSecurity.StartTls)
        {
            yield return new Finding(
                Severity.Error,
                "PreAuthBeforeTls",
                $"Port {port.Port} greets with PREAUTH, in the clear: whoever connects is logged in, and STARTTLS is impossible.",
                "Switch PREAUTH off, except for local programs that talk to the server by a pipe.",
                port.Port);
        }

        // What is wrong with TLS is told by the rules for TLS.
        if (port.Problem is { } problem && problem.Error is not (ImapError.TlsFailed or ImapError.TlsTimeout or ImapError.StartTlsUnavailable))
            yield return new Finding(Severity.Error, problem.Error.ToString(), problem.Message, problem.Remedy, port.Port);
    }

    /// <summary>One way in is enough; that the old one is closed is no fault at all.</summary>
    private static Finding Unreachable(PortReport port, ServerReport report)
    {
        if (port.Security == ConnectionSecurity.StartTls && report.ImplicitTls)
            return new Finding(Severity.Info, "PortUnreachable", port.Problem?.Message ?? "", "Nothing needs doing: implicit TLS works, and is the better way (RFC 8314).", port.Port);
        return new Finding(
            Severity.Warning,
            "PortUnreachable",
            port.Problem?.Message ?? "",
            port.Security == ConnectionSecurity.ImplicitTls ? "Offer implicit TLS, as a rule on port 993: it is what clients try first (RFC 8314)." : port.Problem?.Remedy ?? "",
            port.Port);
    }
}
