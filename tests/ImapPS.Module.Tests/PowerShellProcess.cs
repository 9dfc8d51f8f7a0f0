using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace ImapPS.Module.Tests;

/// <summary>Runs Pester files in a PowerShell of their own.</summary>
internal static class PowerShellProcess
{
    private const int NoPester = 3;

    /// <summary>Many times what the slowest file takes: only a hang uses it up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

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
        var said = new ConcurrentQueue<string>();
        using var process = Process.Start(new ProcessStartInfo(Path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"It was not over after {Patience.TotalMinutes} minutes. The test that hangs is the one behind these:\n{string.Join('\n', said.TakeLast(20))}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, string.Join('\n', said));
    }
}
