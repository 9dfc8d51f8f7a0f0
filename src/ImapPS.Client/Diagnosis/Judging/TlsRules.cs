using ImapPS.Client.Connecting;

namespace ImapPS.Client.Diagnosis;

/// <summary>Findings about TLS and STARTTLS.</summary>
internal static class TlsRules
{
    public static IEnumerable<Finding> Judge(ServerReport report)
    {
        if (!report.Ports.Any(static p => p.Reachable))
            yield break;
        if (!report.ImplicitTls && !report.StartTlsSupported)
        {
            yield return new Finding(
                Severity.Error,
                "NoTls",
                "No connection can be protected: neither implicit TLS nor STARTTLS works.",
                "Set TLS up; until then no password should be sent to this server.");
        }

        foreach (var port in report.Ports.Where(static p => p.Reachable))
        {
            foreach (var finding in OfPort(port, report))
                yield return finding;
        }

        foreach (var finding in OfVersions(report))
            yield return finding;
    }

    private static IEnumerable<Finding> OfPort(PortReport port, ServerReport report)
    {
        if (port.Problem is { Error: ImapError.TlsFailed or ImapError.TlsTimeout or ImapError.StartTlsUnavailable } problem)
            yield return new Finding(Severity.Error, problem.Error.ToString(), $"Port {port.Port}: {problem.Message}", problem.Remedy, port.Port);

        if (port is { Security: ConnectionSecurity.StartTls, Greeting: not null, StartTlsOffered: false, GreetingStatus: "OK", Problem: null })
        {
            yield return new Finding(
                report.ImplicitTls ? Severity.Warning : Severity.Error,
                "StartTlsNotOffered",
                $"Port {port.Port} speaks IMAP in the clear and does not offer STARTTLS.",
                "Set TLS up for it, or close the port and serve implicit TLS alone. If STARTTLS is set up, somebody on the way may have taken it out.",
                port.Port);
        }

        if (port.DataBehindStartTls)
        {
            yield return new Finding(
                Severity.Error,
                "StartTlsInjection",
                $"Port {port.Port}: bytes came behind the answer to STARTTLS, before TLS began. Clients must hang up then.",
                "Somebody or something on the way (a proxy, an attacker) speaks into the connection, or the server is broken. Use implicit TLS.",
                port.Port);
        }

        if (port.Injection == InjectionOutcome.Tolerated)
        {
            yield return new Finding(
                Severity.Error,
                "InjectionTolerated",
                $"Port {port.Port}: a command sent in the clear in one packet with STARTTLS was answered within TLS. Somebody on the way can so prepend commands to a client's session and, with luck, read its password.",
                "Update the server: it has to drop what it received before TLS (CVE-2011-0411, CVE-2021-33515). Until then close the port and serve implicit TLS alone.",
                port.Port);
        }

        if (port.Tls is { } session && (session.CipherSuite ?? session.CipherSuiteNote) is { } suite && IsWeakSuite(suite))
        {
            yield return new Finding(
                Severity.Warning,
                "WeakCipherSuite",
                $"Port {port.Port}: the cipher suite that was agreed on is weak: {suite.TrimEnd('.')}.",
                "Offer suites with forward secrecy and AES-GCM or ChaCha20 first (names that begin with ECDHE).",
                port.Port);
        }
    }

    private static IEnumerable<Finding> OfVersions(ServerReport report)
    {
        foreach (var weak in report.TlsVersions.Where(static v => v.IsWeak && v.Outcome == TlsVersionOutcome.Accepted))
        {
            yield return new Finding(
                Severity.Warning,
                "WeakTls",
                $"{weak.Version} is accepted, which is weak and was retired (RFC 8996).",
                "Set the least version to TLS 1.2 (Dovecot: ssl_min_protocol; Cyrus: tls_versions; Courier: TLS_MIN_VER or TLS_PROTOCOL), unless a device that can't do better needs it.");
        }

        var modern = report.TlsVersions.Where(static v => v.Version is "TLS 1.2" or "TLS 1.3").ToArray();
        if (modern.Length > 0 && Array.TrueForAll(modern, static v => v.Outcome == TlsVersionOutcome.Refused))
        {
            yield return new Finding(
                Severity.Error,
                "NoModernTls",
                "Neither TLS 1.2 nor TLS 1.3 is accepted, and nothing below is used by ImapPS.",
                "Update the server's TLS library and settings.");
        }
        else if (Array.Exists(modern, static v => v is { Version: "TLS 1.3", Outcome: TlsVersionOutcome.Refused }))
        {
            yield return new Finding(Severity.Info, "NoTls13", "TLS 1.3 is not accepted; TLS 1.2 is.", "Update the server's TLS library when you can: TLS 1.3 is safer, and saves a round trip.");
        }
    }

    /// <param name="suite">The IANA name, or a note with .NET's own name of the cipher.</param>
    private static bool IsWeakSuite(string suite) =>
        suite.IndexOf("RC4", StringComparison.OrdinalIgnoreCase) >= 0 || suite.IndexOf("TripleDes", StringComparison.Ordinal) >= 0 || suite.IndexOf("3DES", StringComparison.OrdinalIgnoreCase) >= 0
        || suite.IndexOf("_NULL_", StringComparison.Ordinal) >= 0 || suite.IndexOf("_anon_", StringComparison.OrdinalIgnoreCase) >= 0
        || suite.StartsWith("TLS_RSA_", StringComparison.Ordinal);
}
