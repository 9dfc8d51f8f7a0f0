using System.Diagnostics;
using System.Text.Json;

namespace ImapPS.Module.Tests;

/// <summary>Runs Pester files in a PowerShell of their own.</summary>
internal static class PowerShellProcess
{
    private const int NoPester = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>pwsh on the PATH; null if there is none.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    /// <returns>Null if there is no Pester on this machine.</returns>
    public static async Task<IReadOnlyList<PesterResult>?> RunAsync(string pesterFile, CancellationToken cancellationToken)
    {
        var resultFile = System.IO.Path.GetTempFileName();
        try
        {
            var script = System.IO.Path.Combine(AppContext.BaseDirectory, "Invoke-PesterFile.ps1");
            var (exitCode, output) = await StartAsync(["-NoProfile", "-NonInteractive", "-File", script, pesterFile, resultFile], cancellationToken);
            if (exitCode == NoPester)
                return null;
            Assert.True(exitCode == 0, $"pwsh ended with {exitCode}: {output}");
            var json = await File.ReadAllTextAsync(resultFile, cancellationToken);
            return JsonSerializer.Deserialize<PesterResult[]>(json) ?? [];
        }
        finally
        {
            File.Delete(resultFile);
        }
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo(Path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
