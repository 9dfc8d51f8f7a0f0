using ImapPS.Client.Diagnosis;
using ImapPS.Diagnosis;

namespace ImapPS.Client.Tests.Diagnosis;

public sealed class ReportPageTests
{
    /// <summary>Every text in it wants to be markup.</summary>
    internal static ServerReport Hostile
    {
        get
        {
            const string Evil = "</p></script><script>document.title='owned'</script><img src=x onerror=alert(1)> \"'&amp;";
            var certificate = Reports.Certificate with { Subject = Evil, Issuer = Evil, Names = [Evil], SignatureAlgorithm = Evil, ChainProblems = [Evil], HostMatches = false, Trusted = false };
            var port = Reports.StartTls with
            {
                Greeting = Evil,
                Certificate = certificate,
                Injection = InjectionOutcome.Tolerated,
                InjectionDetail = Evil,
                Phases = [Reports.Phase(143, PhaseNames.Asked, "IMAP4rev1", Evil), Reports.Phase(143, PhaseNames.AfterStartTls, "IMAP4rev1")],
                Problem = new PortProblem(ImapError.NotImap, Evil, Evil),
            };
            var login = new LoginReport(Evil, 143, false, Evil) { Remedy = Evil, Mechanisms = [new(Evil, false, Evil), new("PLAIN", null, Evil)] };
            var report = Reports.Of(Reports.Closed(Reports.Tls), port) with { Login = login, Steps = [new DiagnosisStep(Evil, Evil, 143, TimeSpan.FromSeconds(1), StepOutcome.Failed, Evil)] };
            return Reports.Judge(report, "Trusted", "Move");
        }
    }

    [Fact]
    public void Nothing_that_a_server_says_becomes_markup()
    {
        var page = ServerReportPage.Write([Hostile]);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<img", page);
        Assert.Contains("&lt;script&gt;", page);
    }

    [Fact]
    public void It_needs_nothing_but_itself()
    {
        var page = ServerReportPage.Write([Reports.Judge(Reports.Good), Hostile]);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
        Assert.DoesNotContain("<link", page);
        Assert.DoesNotContain("url(", page);
        Assert.Contains("default-src 'none'", page);
        Assert.Contains("prefers-color-scheme: dark", page);
        Assert.Contains("<html lang=\"en\">", page);
    }

    [Fact]
    public void Its_elements_are_balanced()
    {
        var page = ServerReportPage.Write([Reports.Judge(Reports.Good, "Move"), Hostile]);
        foreach (var name in new[] { "section", "div", "table", "tr", "td", "ul", "li", "dl", "dd", "p", "main", "details", "span" })
            Assert.Equal(Count(page, $"<{name}>") + Count(page, $"<{name} "), Count(page, $"</{name}>"));
    }

    [Fact]
    public void It_tells_all_that_the_report_tells()
    {
        var report = Reports.Judge(Reports.Good, "Move", "Tls12");
        var page = System.Net.WebUtility.HtmlDecode(ServerReportPage.Write([report]));
        foreach (var text in report.Findings.Select(static f => f.Message).Concat(report.Consequences.Select(static c => c.Message)).Concat(report.Requirements.Select(static r => r.Detail)).Concat(report.Capabilities))
            Assert.Contains(text, page);
    }

    [Fact]
    public void Several_servers_begin_with_an_overview()
    {
        Assert.Contains("href=\"#server1\"", ServerReportPage.Write([Hostile, Hostile]));
        Assert.DoesNotContain("Overview", ServerReportPage.Write([Hostile]));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
