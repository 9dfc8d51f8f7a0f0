using System.Globalization;
using ImapPS.Client.Connecting;
using ImapPS.Client.Diagnosis;

namespace ImapPS.Diagnosis;

/// <summary>The part of the page that is about one server.</summary>
internal sealed class ServerReportSection(HtmlBuilder html, ServerReport report, string id)
{
    public void Write()
    {
        html.Raw($"<section class=\"server\" id=\"{id}\" aria-labelledby=\"{id}-title\">\n<div class=\"title\"><h2 id=\"{id}-title\">").Text(report.Server).Raw("</h2>")
            .Element("span", report.Passed ? "Passed" : "Failed", report.Passed ? "badge good" : "badge bad").Raw("</div>\n");
        Tiles();
        Requirements();
        Findings();
        Ports();
        Tls();
        Certificates();
        Login();
        Capabilities();
        Consequences();
        Steps();
        html.Raw("</section>\n");
    }

    private void Tiles()
    {
        html.Raw("<dl class=\"tiles\">");
        Tile("Implicit TLS", report.ImplicitTls ? "works" : "no", report.ImplicitTls ? "good" : "warn");
        Tile("STARTTLS", report.StartTlsSupported ? "works" : "no", report.StartTlsSupported ? "good" : "info");
        Tile("Best TLS", ReportText.BestTls(report), report.ImplicitTls || report.StartTlsSupported ? "good" : "bad");
        Tile("Certificate", ReportText.Certificate(report), report.Certificate is { Trusted: true } ? "good" : "bad");
        Tile("Findings", ReportText.Counts(report), report.Findings.Any(static f => f.Severity == Severity.Error) ? "bad" : report.Findings.Any(static f => f.Severity == Severity.Warning) ? "warn" : "good");
        if (report.Login is { } login)
            Tile("Login", login.Succeeded switch { true => login.Mechanism ?? "works", false => "failed", _ => "not tried" }, login.Succeeded == true ? "good" : "bad");
        html.Raw("</dl>\n");

        void Tile(string name, string value, string className) => html.Raw($"<div class=\"{className}\">").Element("dt", name).Element("dd", value).Raw("</div>");
    }

    private void Requirements()
    {
        if (report.Requirements.Count == 0)
            return;
        html.Raw("<h3>Required</h3>").Table(
            "Requirements",
            ["Requirement", "Result", "Why"],
            report.Requirements.Select(static r => (HtmlCell[])[r.Name, new(r.Met ? "met" : "not met", r.Met ? "good" : "bad"), r.Detail]));
    }

    private void Findings()
    {
        html.Raw("<h3>Findings</h3><ul class=\"findings\">");
        if (report.Findings.Count == 0)
            html.Raw("<li class=\"good\"><p>Nothing to complain of.</p></li>");
        foreach (var finding in report.Findings)
        {
            var className = finding.Severity switch { Severity.Error => "bad", Severity.Warning => "warn", _ => "info" };
            html.Raw($"<li class=\"{className}\">").Element("span", finding.Severity.ToString(), "badge " + className).Element("span", finding.Id, "id")
                .Element("p", finding.Message);
            if (finding.Remedy.Length > 0)
                html.Element("p", finding.Remedy, "soft");
            html.Raw("</li>");
        }

        html.Raw("</ul>\n");
    }

    private void Ports()
    {
        var addresses = report.Ports.SelectMany(static p => p.Addresses.Select(a => (Port: p, Address: a))).ToArray();
        if (addresses.Length == 0)
            return;
        html.Raw("<h3>Ports</h3>").Table(
            "Ports and addresses",
            ["Port", "For", "Address", "Family", "Reachable", "Time"],
            addresses.Select(static a => (HtmlCell[])
            [
                ReportText.Number(a.Port.Port),
                a.Port.Security == ConnectionSecurity.ImplicitTls ? "implicit TLS" : "STARTTLS",
                new(a.Address.Address, "mono"),
                a.Address.Family,
                a.Address.Reachability == Reachability.Reachable ? new("yes", "good") : new(a.Address.Problem, a.Address.Reachability == Reachability.NotTestable ? "info" : "bad"),
                new(ReportText.Time(a.Address.ConnectTime), "number"),
            ]));
        html.Facts(report.Ports.Where(static p => p.Greeting is not null).Select(static p => ($"Greeting on {p.Port}", (string?)$"{p.GreetingStatus} {p.Greeting} ({ReportText.Time(p.GreetingTime ?? default)})")));
    }

    private void Tls()
    {
        var ports = report.Ports.Where(static p => p.TlsVersions.Count > 0 || p.Tls is not null).ToArray();
        if (ports.Length == 0)
            return;
        var rows = report.TlsVersions.Select(v => Row(v.Version, p => Version(p.TlsVersions.FirstOrDefault(x => x.Version == v.Version)))).ToList();
        rows.Add(Row("Agreed on", static p => p.Tls?.ToString()));
        rows.Add(Row("Handshake", static p => p.Tls is null ? null : ReportText.Time(p.Tls.HandshakeTime)));
        rows.Add(Row("ALPN", static p => p.Tls is null ? null : p.Tls.Alpn switch { null => "not testable here", "" => "none chosen", var chosen => chosen }));
        rows.Add(Row("Injection behind STARTTLS", Injection));
        html.Raw("<h3>TLS</h3>").Table("TLS versions and what was agreed on", ["", .. ports.Select(static p => $"Port {p.Port}")], rows);

        HtmlCell[] Row(string name, Func<PortReport, HtmlCell> cell) => [name, .. ports.Select(cell)];
    }

    private static HtmlCell Version(TlsVersionReport? version) => version switch
    {
        null => new HtmlCell(""),
        { Outcome: TlsVersionOutcome.Accepted } => new HtmlCell($"accepted ({version.CipherSuite})", version.IsWeak ? "warn" : "good"),
        { Outcome: TlsVersionOutcome.Refused } => new HtmlCell($"refused ({version.Detail})", version.IsWeak ? "good" : "info"),
        _ => new HtmlCell($"not testable here ({version.Detail})", "info"),
    };

    private static HtmlCell Injection(PortReport port) => port.Security != ConnectionSecurity.StartTls ? default : port.Injection switch
    {
        InjectionOutcome.Tolerated => new HtmlCell("tolerated: " + port.InjectionDetail, "bad"),
        InjectionOutcome.Refused => new HtmlCell("refused: " + port.InjectionDetail, "good"),
        _ => new HtmlCell("not tested: " + port.InjectionDetail, "info"),
    };

    private void Certificates()
    {
        foreach (var shown in report.Ports.Where(static p => p.Certificate is not null).GroupBy(static p => p.Certificate!.Thumbprint))
        {
            var certificate = shown.First().Certificate!;
            html.Element("h3", $"Certificate on port {string.Join(" and ", shown.Select(static p => ReportText.Number(p.Port)))}")
                .Facts(
                [
                    ("Subject", certificate.Subject),
                    ("Issuer", certificate.Issuer),
                    ("Names", string.Join(", ", certificate.Names)),
                    ("Valid", $"{ReportText.Day(certificate.NotBefore)} to {ReportText.Day(certificate.NotAfter)} ({ReportText.DaysLeft(certificate)})"),
                    ("Key", certificate.KeySize > 0 ? $"{certificate.KeyAlgorithm}, {certificate.KeySize} bits" : certificate.KeyAlgorithm),
                    ("Signature", certificate.SignatureAlgorithm),
                    ("Name matches", certificate.HostMatches ? "yes" : "no"),
                    ("Self-signed", certificate.SelfSigned ? "yes" : "no"),
                    ("Trusted", certificate.Trusted ? "yes" : "no"),
                    ("SHA-256", certificate.Thumbprint),
                ])
                .Raw("<h4>Chain</h4>").Table(
                    "Certificate chain",
                    ["Subject", "Issuer", "Until", "Key", "Signature", "From"],
                    certificate.Chain.Select(static l => (HtmlCell[])
                    [
                        l.Subject, l.Issuer, ReportText.Day(l.NotAfter), l.Key, l.SignatureAlgorithm, l.SentByServer ? "server" : "this machine",
                    ]));
        }
    }

    private void Login()
    {
        if (report.Login is not { } login)
            return;
        html.Raw("<h3>Login</h3>").Facts([("User", login.UserName), ("Port", login.Port is { } port ? ReportText.Number(port) : null), ("Result", login.ToString())]);
        if (login.Mechanisms.Count > 0)
        {
            html.Table("Mechanisms", ["Mechanism", "Works", "Detail"], login.Mechanisms.Select(static m => (HtmlCell[])
                [m.Mechanism, m.Works switch { true => new("yes", "good"), false => new("no", "bad"), _ => new("not tried", "info") }, m.Detail]));
        }
    }

    private void Capabilities()
    {
        if (report.CapabilityPhases.Count == 0)
            return;
        html.Raw("<h3>Capabilities</h3>");
        if (!report.CapabilitiesComplete)
            html.Raw("<p class=\"soft\">Seen without login. Many servers announce most of what they can do only afterwards; -Credential shows it.</p>");
        var phases = report.CapabilityPhases;
        var always = report.Capabilities.Where(c => phases.All(p => Has(p, c))).ToArray();
        if (always.Length > 0)
        {
            html.Raw("<h4>In every phase</h4><ul class=\"chips\">");
            foreach (var name in always)
                html.Element("li", name);
            html.Raw("</ul>\n");
        }

        if (always.Length == report.Capabilities.Count)
            return;
        html.Raw("<h4>In some phases</h4>").Table(
            "Capabilities by phase",
            ["Capability", .. phases.Select(static p => $"{p.Port}: {p.Phase}")],
            report.Capabilities.Except(always).Select(c => (HtmlCell[])
            [
                new(c, "mono"),
                .. phases.Select(p => Has(p, c) ? new HtmlCell("yes", "good center") : new HtmlCell("\u2013", "soft center")),
            ]));

        static bool Has(CapabilityPhase phase, string name) => phase.Capabilities.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    private void Consequences()
    {
        if (report.Consequences.Count == 0)
            return;
        html.Raw(report.CapabilitiesComplete ? "<h3>What is missing, and what that means</h3>" : "<h3>What is not announced before login, and what it would mean if it is missing</h3>")
            .Table("Consequences of missing capabilities", ["Capability", "What ImapPS does instead, and what it costs"], report.Consequences.Select(static c => (HtmlCell[])[new(c.Capability, "mono"), c.Message]));
    }

    private void Steps()
    {
        html.Raw("<details><summary>").Text(string.Format(CultureInfo.InvariantCulture, "What was done ({0} steps in {1:0.0} s)", report.Steps.Count, report.Duration.TotalSeconds)).Raw("</summary>")
            .Table("Steps", ["Step", "Port", "Time", "Result", "Detail"], report.Steps.Select(static s => (HtmlCell[])
            [
                s.Name,
                s.Port is { } port ? ReportText.Number(port) : "",
                new(ReportText.Time(s.Elapsed), "number"),
                s.Outcome switch { StepOutcome.Ok => new("ok", "good"), StepOutcome.Failed => new("failed", "bad"), _ => new("skipped", "info") },
                s.Detail,
            ]))
            .Raw("</details>\n");
    }
}
