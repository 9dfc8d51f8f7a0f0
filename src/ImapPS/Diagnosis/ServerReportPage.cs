using System.Globalization;
using ImapPS.Client.Diagnosis;

namespace ImapPS.Diagnosis;

/// <summary>One web page for some reports, which needs no other file, no script and no network.</summary>
internal static class ServerReportPage
{
    /// <param name="reports">At least one.</param>
    public static string Write(IReadOnlyList<ServerReport> reports)
    {
        var html = new HtmlBuilder();
        var title = reports.Count == 1 ? $"IMAP server report: {reports[0].Server}" : $"IMAP server report: {reports.Count} servers";
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            // Whatever a server manages to put here: a browser loads nothing and runs nothing.
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Element("title", title)
            .Raw("\n<style>\n").Raw(ReportStyle.Css).Raw("\n</style>\n</head>\n<body>\n<header>")
            .Element("h1", title)
            .Element("p", $"Tested {reports.Min(static r => r.TestedAt).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC", "soft")
            .Raw("</header>\n<main>\n");
        if (reports.Count > 1)
            Overview(html, reports);
        for (var i = 0; i < reports.Count; i++)
            new ServerReportSection(html, reports[i], "server" + i.ToString(CultureInfo.InvariantCulture)).Write();
        return html.Raw("</main>\n<footer><p>Written by Test-ImapServer of ImapPS.</p></footer>\n</body>\n</html>\n").ToString();
    }

    private static void Overview(HtmlBuilder html, IReadOnlyList<ServerReport> reports)
    {
        html.Raw("<section class=\"server\" aria-label=\"Overview\"><div class=\"title\"><h2>Overview</h2></div>")
            .Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Overview\"><table><thead><tr>");
        foreach (var heading in new[] { "Server", "Verdict", "Implicit TLS", "STARTTLS", "TLS", "Certificate", "Errors", "Warnings" })
            html.Raw(heading is "Errors" or "Warnings" ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").Text(heading).Raw("</th>");
        html.Raw("</tr></thead><tbody>");
        for (var i = 0; i < reports.Count; i++)
        {
            var report = reports[i];
            html.Raw($"<tr><th scope=\"row\"><a href=\"#server{i}\">").Text(report.Server).Raw("</a></th>")
                .Element("td", report.Passed ? "Passed" : "Failed", report.Passed ? "good" : "bad")
                .Element("td", report.ImplicitTls ? "works" : "no")
                .Element("td", report.StartTlsSupported ? "works" : "no")
                .Element("td", ReportText.BestTls(report))
                .Element("td", ReportText.Certificate(report))
                .Element("td", ReportText.Count(report, Severity.Error), "number")
                .Element("td", ReportText.Count(report, Severity.Warning), "number")
                .Raw("</tr>");
        }

        html.Raw("</tbody></table></div></section>\n");
    }
}
