using System.Diagnostics;

namespace ImapPS.Integration.Tests.Servers;

/// <summary>Finds and runs the scripts in tests/servers.</summary>
public static class ServerScripts
{
    /// <summary>The exit code with which a script says that it can't run here.</summary>
    public const int Skipped = 77;

    public static string Folder { get; } = Find();

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, script))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "tests", "servers");
            if (File.Exists(Path.Combine(folder, "dovecot")))
                return folder;
        }

        throw new DirectoryNotFoundException($"tests/servers is not above {AppContext.BaseDirectory}");
    }
}
