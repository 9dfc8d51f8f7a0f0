using System.Diagnostics;
using System.Globalization;
using ImapPS.Client.Connecting;

namespace ImapPS.Bench;

/// <summary>Get-ImapMessage INBOX | Measure-Object in PowerShell against the engine alone, which reads the same items.</summary>
internal static class ShellRow
{
    public static async Task RunAsync(Target target, string json, Report report)
    {
        Console.WriteLine("# Get-ImapMessage INBOX | Measure-Object");
        using var shell = Start(target, json);
        if (shell is null)
        {
            report.Note("not measured: there is no pwsh.");
            return;
        }

        await using var session = await target.ConnectAsync(ConnectionSecurity.None);
        var engines = new List<double>();
        var shells = new List<double>();
        for (var round = 0; round < 8; round++)
        {
            var watch = Stopwatch.StartNew();
            await ReadingRows.ReadAsync(session, ReadingRows.Structure);
            var engine = watch.Elapsed.TotalMilliseconds;
            shell.StandardInput.WriteLine("go");
            var answer = (shell.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PowerShell ended.")).Split(' ');
            if (round == 0)
            {
                report.Figure("messages", double.Parse(answer[0], CultureInfo.InvariantCulture), "");
                continue;
            }

            engines.Add(engine);
            shells.Add(double.Parse(answer[1], CultureInfo.InvariantCulture));
        }

        shell.StandardInput.Close();
        shell.WaitForExit();
        report.Figure("engine, median of 7", Median.Of(engines), "ms");
        report.Figure("PowerShell, median of 7", Median.Of(shells), "ms");
        report.Bound("PowerShell / engine", Median.Of(shells) / Median.Of(engines), 1.5, "x");
    }

    private static Process? Start(Target target, string json)
    {
        var start = new ProcessStartInfo("pwsh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Measure-Shell.ps1"), json, target.User })
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
