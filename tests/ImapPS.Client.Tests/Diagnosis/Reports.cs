using ImapPS.Client.Connecting;
using ImapPS.Client.Diagnosis;

namespace ImapPS.Client.Tests.Diagnosis;

/// <summary>Reports made by hand, for rules that look at nothing else.</summary>
internal static class Reports
{
    public const int TlsPort = 993;
    public const int PlainPort = 143;

    public static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Nothing is wrong with it.</summary>
    public static CertificateReport Certificate { get; } = new()
    {
        Subject = "CN=mail.example",
        Issuer = "CN=Authority",
        Names = ["mail.example"],
        Thumbprint = "AA",
        NotBefore = Now.AddDays(-10),
        NotAfter = Now.AddDays(80),
        DaysLeft = 80,
        KeyAlgorithm = "ECDSA",
        KeySize = 256,
        SignatureAlgorithm = "sha256ECDSA",
        HostMatches = true,
        ChainComplete = true,
        ChainTrusted = true,
        Trusted = true,
        Chain = [Link("CN=mail.example", "CN=Authority", sent: true), Link("CN=Authority", "CN=Authority", sent: false)],
    };

    public static PortReport Tls { get; } = new(TlsPort, ConnectionSecurity.ImplicitTls)
    {
        Addresses = [new AddressReport("192.0.2.1", "IPv4", TlsPort, Reachability.Reachable, TimeSpan.FromMilliseconds(4), "")],
        Address = "192.0.2.1",
        Greeting = "ready",
        GreetingStatus = "OK",
        GreetingTime = TimeSpan.FromMilliseconds(2),
        TlsWorks = true,
        Tls = new TlsSessionReport("TLS 1.3", "TLS_AES_256_GCM_SHA384", "", TimeSpan.FromMilliseconds(12)),
        Certificate = Certificate,
        TlsVersions = [Version("TLS 1.0", false), Version("TLS 1.1", false), Version("TLS 1.2", true), Version("TLS 1.3", true)],
        Phases = [Phase(TlsPort, PhaseNames.ImplicitTls, "IMAP4rev1", "IDLE", "SASL-IR", "AUTH=PLAIN")],
    };

    public static PortReport StartTls { get; } = Tls with
    {
        Port = PlainPort,
        Security = ConnectionSecurity.StartTls,
        Addresses = [new AddressReport("192.0.2.1", "IPv4", PlainPort, Reachability.Reachable, TimeSpan.FromMilliseconds(4), "")],
        StartTlsOffered = true,
        Injection = InjectionOutcome.Refused,
        InjectionDetail = "the command was dropped",
        Phases =
        [
            Phase(PlainPort, PhaseNames.Asked, "IMAP4rev1", "STARTTLS", "LOGINDISABLED"),
            new CapabilityPhase(PlainPort, PhaseNames.AfterStartTls, ["IMAP4rev1", "IDLE", "SASL-IR", "AUTH=PLAIN"], ["IDLE", "SASL-IR", "AUTH=PLAIN"], ["STARTTLS", "LOGINDISABLED"]),
        ],
    };

    public static ServerReport Good => Of(Tls, StartTls);

    public static ServerReport Of(params PortReport[] ports) =>
        ReportAssembly.AddPorts(new ServerReport("mail.example") { TestedAt = Now, Duration = TimeSpan.FromMilliseconds(321) }, ports);

    public static ServerReport Judge(ServerReport report, params string[] require) =>
        ServerJudge.Judge(report, [.. require.Select(Requirement.Parse)], 30);

    public static ServerReport WithCertificate(CertificateReport certificate) =>
        Of(Tls with { Certificate = certificate }, StartTls with { Certificate = certificate });

    public static CapabilityPhase Phase(int port, string phase, params string[] names) => new(port, phase, names, [], []);

    public static PortReport Closed(PortReport port, Reachability reachability = Reachability.Refused) => new(port.Port, port.Security)
    {
        Addresses = [port.Addresses[0] with { Reachability = reachability, Problem = "no answer" }],
        Problem = new PortProblem(ImapError.ConnectionRefused, $"Port {port.Port} can't be reached.", "Open it."),
    };

    public static TlsVersionReport Version(string version, bool accepted) =>
        new(version, accepted ? TlsVersionOutcome.Accepted : TlsVersionOutcome.Refused, accepted ? "TLS_X" : "", accepted ? "" : "protocol_version");

    public static ChainLink Link(string subject, string issuer, bool sent, int from = -100, int to = 100) =>
        new(subject, issuer, Now.AddDays(from), Now.AddDays(to), "ECDSA 256", "sha256ECDSA", subject, sent, subject == issuer);
}
