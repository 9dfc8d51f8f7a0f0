using System.ComponentModel;
using System.Diagnostics;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>A folder on a file system of its own: small, or read-only, which holds for root too. Needs root.</summary>
internal sealed class MountedFolder : IAsyncDisposable
{
    private MountedFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>One that is full after so many kilobytes.</summary>
    public static async Task<MountedFolder> SmallAsync(DirectoryInfo parent, int kilobytes)
    {
        var path = parent.CreateSubdirectory("small").FullName;
        await MountAsync("-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path);
        return new MountedFolder(path);
    }

    public static async Task<MountedFolder> ReadOnlyAsync(DirectoryInfo parent)
    {
        var path = parent.CreateSubdirectory("readonly").FullName;
        await MountAsync("-t", "tmpfs", "-o", "size=64k,ro", "tmpfs", path);
        return new MountedFolder(path);
    }

    public async ValueTask DisposeAsync() => await RunAsync("umount", Path);

    private static async Task MountAsync(params string[] arguments)
    {
        try
        {
            if (!OperatingSystem.IsLinux() || await RunAsync("mount", arguments) != 0)
                Assert.Skip("No file system can be mounted here.");
        }
        catch (Win32Exception)
        {
            Assert.Skip("mount is not on the PATH.");
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
