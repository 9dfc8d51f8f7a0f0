using Xunit.Sdk;

namespace ImapPS.Integration.Tests.Servers;

/// <summary>
/// A real server that starts with the first test that asks for it and ends with the assembly. Where it can't run, tests
/// are skipped with the reason, unless IMAPPS_REQUIRE_SERVERS is set: then they fail.
/// </summary>
public abstract class RealServer : IAsyncDisposable
{
    private readonly string _script;
    private readonly Lazy<Task<ServerDescription>> _started;

    protected RealServer(string script)
    {
        _script = script;
        Folder = Path.Combine(Path.GetTempPath(), $"imapps-{script}-{Guid.NewGuid().ToString("N")[..8]}");
        _started = new Lazy<Task<ServerDescription>>(StartAsync);
    }

    public string Folder { get; }

    /// <summary>The running server; skips the calling test where there can be none.</summary>
    public Task<ServerDescription> StartedAsync() => _started.Value;

    /// <summary>Runs a further command of the server's script, such as bulk or token, and gives its output.</summary>
    public async Task<string> RunAsync(string command, params string[] arguments)
    {
        await StartedAsync();
        var (exitCode, output, error) = await ServerScripts.RunAsync(_script, [command, Folder, .. arguments]);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{_script} {command} ended with {exitCode}: {error}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated && !OperatingSystem.IsWindows())
            await ServerScripts.RunAsync(_script, "stop", Folder);
        GC.SuppressFinalize(this);
    }

    private async Task<ServerDescription> StartAsync()
    {
        if (!OperatingSystem.IsLinux())
            throw Skip("the servers run on Linux only");

        var (exitCode, output, error) = await ServerScripts.RunAsync(
            _script, "start", Folder, "--parent", Environment.ProcessId.ToString());
        return exitCode switch
        {
            0 => ServerDescription.Parse(output),
            ServerScripts.Skipped => throw Skip(error.Trim()),
            _ => throw new InvalidOperationException($"{_script} did not start ({exitCode}): {error}"),
        };
    }

    // The exception is kept in the task: every test that asks is skipped, not the first one only.
    private Exception Skip(string reason) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("IMAPPS_REQUIRE_SERVERS"))
            ? SkipException.ForSkip($"{_script}: {reason}")
            : new InvalidOperationException($"{_script} is required: {reason}");
}
