using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using ImapPS.Client.Diagnosis;
using ImapPS.Diagnosis;

namespace ImapPS.Client.Tests.Diagnosis;

/// <summary>The page in a real browser; skipped where there is no Chromium.</summary>
public sealed class ReportPageInBrowserTests
{
    [Fact]
    public async Task Each_finding_is_shown()
    {
        ServerReport[] reports = [Reports.Judge(Reports.Good, "Move"), ReportPageTests.Hostile];
        var dom = await DumpAsync(ServerReportPage.Write(reports));
        var shown = Items(dom);
        foreach (var finding in reports.SelectMany(static r => r.Findings))
            Assert.Contains(shown, s => s.Contains(Normal(finding.Message)) && s.Contains(finding.Id) && s.Contains(finding.Severity.ToString()) && s.Contains(Normal(finding.Remedy)));
        Assert.Equal(reports.Sum(static r => r.Findings.Count), shown.Length);
    }

    [Fact]
    public async Task Nothing_of_what_a_server_says_is_run()
    {
        var dom = await DumpAsync(ServerReportPage.Write([ReportPageTests.Hostile]));
        Assert.Contains("<title>IMAP server report: mail.example</title>", dom);
        Assert.DoesNotContain("<script", dom);
        Assert.DoesNotContain("<img", dom);
    }

    /// <summary>The text of each finding, as a reader sees it.</summary>
    private static string[] Items(string dom) => Regex.Matches(dom, "<ul class=\"findings\">(.*?)</ul>", RegexOptions.Singleline)
        .SelectMany(static list => Regex.Matches(list.Value, "<li[^>]*>(.*?)</li>", RegexOptions.Singleline))
        .Select(static item => Normal(WebUtility.HtmlDecode(Regex.Replace(item.Groups[1].Value, "<[^>]*>", " "))))
        .ToArray();

    private static string Normal(string text) => Regex.Replace(text, @"\s+", " ").Trim();

    private static async Task<string> DumpAsync(string page)
    {
        var browser = Find();
        Assert.SkipWhen(browser is null, "there is no Chromium here (Debian: apt-get install chromium)");
        var folder = Directory.CreateTempSubdirectory("imapps-page-");
        try
        {
            var file = Path.Combine(folder.FullName, "report.html");
            await File.WriteAllTextAsync(file, page, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo(browser!) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[]
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=" + Path.Combine(folder.FullName, "profile"), "--dump-dom", new Uri(file).AbsoluteUri,
            })
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            using var limit = new CancellationTokenSource(Diagnose.Patience);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail("the browser did not end: " + await errors);
            }

            return await output;
        }
        finally
        {
            Delete(folder);
        }
    }

    private static string? Find()
    {
        foreach (var name in new[] { "chromium", "chromium-browser", "google-chrome" })
        {
            foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            {
                if (folder.Length > 0 && File.Exists(Path.Combine(folder, name)))
                    return Path.Combine(folder, name);
            }
        }

        return null;
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser is still writing its profile; the system's temporary folder is cleaned anyway.
        }
    }
}
