using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace ImapPS.Desktop.Tests;

/// <summary>The engine's tests on .NET Framework, the one of Windows PowerShell; elsewhere on Mono, which comes nearest to it.</summary>
public sealed class FrameworkTests(ITestOutputHelper output)
{
    /// <summary>Several times what it takes on a slow machine: only a hang uses it up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);

    /// <summary>What takes minutes on Mono: random faults and damaged responses. On .NET they run against this build, too.</summary>
    private static readonly string[] Long = ["*RandomFaultTests", "*FuzzTests", "*SameOrderTests", "*QueryPropertyTests"];

    private static string? Runtime { get; } = OperatingSystem.IsWindows() ? "" : (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, "mono"))
        .FirstOrDefault(File.Exists);

    [Fact]
    public async Task The_engine_passes_its_tests()
    {
        Assert.SkipWhen(Runtime is null, "There is no Mono (mono) on the PATH, and this is not Windows.");
        // bin/Debug/net8.0: the other target is beside it.
        var program = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!, "net472", "ImapPS.Desktop.Tests.exe");
        Assert.True(File.Exists(program), program + " was not built.");

        var (passed, failed, said) = await RunAsync(program, [.. Long.SelectMany(static name => new[] { "-class-", name })]);
        Assert.True(passed > 2000, said);
        if (failed.Length > 0)
        {
            // Mono is slow enough for a patient test to lose its patience beside others. What fails by itself fails again.
            output.WriteLine(said);
            (_, failed, said) = await RunAsync(program, ["-parallel", "none", .. failed.SelectMany(static name => new[] { "-method", name })]);
        }

        Assert.True(failed.Length == 0, said);
    }

    private async Task<(int Passed, string[] Failed, string Said)> RunAsync(string program, string[] arguments)
    {
        var results = Path.GetTempFileName();
        try
        {
            var said = await StartAsync(program, ["-noColor", "-longRunning", "120", "-ctrf", results, .. arguments]);
            var text = await File.ReadAllTextAsync(results, TestContext.Current.CancellationToken);
            Assert.True(text.Length > 0, "It ended before it had a result.\n" + said);
            using var report = JsonDocument.Parse(text);
            var tests = report.RootElement.GetProperty("results").GetProperty("tests").EnumerateArray().ToLookup(static test => test.GetProperty("status").GetString());
            output.WriteLine($"{tests["passed"].Count()} passed, {tests["failed"].Count()} failed, {tests["skipped"].Count()} skipped.");
            return (tests["passed"].Count(), [.. tests["failed"].Select(static test => test.GetProperty("name").GetString()!.Split('(')[0]).Distinct()], said);
        }
        finally
        {
            File.Delete(results);
        }
    }

    private static async Task<string> StartAsync(string program, string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        var start = Runtime!.Length == 0 ? new ProcessStartInfo(program, arguments) : new ProcessStartInfo(Runtime, [program, .. arguments]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var said = new ConcurrentQueue<string>();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The last lines name the tests that hang.
            Assert.Fail($"It was not over after {Patience.TotalMinutes} minutes:\n{string.Join('\n', said.TakeLast(20))}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return string.Join('\n', said);
    }
}
