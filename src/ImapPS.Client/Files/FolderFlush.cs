using System.Runtime.InteropServices;
using System.Text;

namespace ImapPS.Client.Files;

/// <summary>
/// Brings a folder's names to the disk: on Unix a file that was renamed may have its old name after a power cut until its
/// folder was flushed (fsync(2)). Windows logs names by itself.
/// </summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>EINVAL: this file system flushes no folders.</summary>
    private const int NotSupported = 22;

    /// <exception cref="IOException">The disk refused.</exception>
    public static void Run(string folder)
    {
        if (Path.DirectorySeparatorChar == '\\')
            return;
        var handle = Open(Encoding.UTF8.GetBytes(folder + "\0"), ReadOnly);
        if (handle < 0)
            throw Failed(folder);
        try
        {
            if (Flush(handle) != 0 && Marshal.GetLastWin32Error() != NotSupported)
                throw Failed(folder);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failed(string folder) => new($"The folder '{SafeText.Clean(folder)}' could not be brought to the disk (error {Marshal.GetLastWin32Error()}).");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
