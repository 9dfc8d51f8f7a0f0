using ImapPS.Client.Files;

namespace ImapPS.Client.Checkpoints;

/// <summary>
/// Keeps other processes from a checkpoint as long as this one has it. The lock is on a file beside it, since the
/// checkpoint's own file is replaced; it stays there, and a process that dies lets go of it.
/// </summary>
internal static class CheckpointLock
{
    // ERROR_SHARING_VIOLATION, which Mono gives everywhere, and ERROR_LOCK_VIOLATION; EWOULDBLOCK on Linux, and on macOS and BSD.
    private static readonly int[] Taken = [0x20, 0x21, 11, 35];

    /// <exception cref="ImapException">CheckpointInUse, FileAccessDenied, DiskFull or FileFailed.</exception>
    public static IDisposable Take(string path, TimeSpan patience)
    {
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return PrivateFiles.Open(path + ".lock", FileMode.OpenOrCreate);
            }
            catch (IOException e) when (Array.IndexOf(Taken, e.HResult & 0xffff) >= 0)
            {
                if (waiting.Elapsed >= patience)
                    throw CheckpointErrors.InUse(path, here: false);
                Thread.Sleep(20);
            }
            catch (Exception e) when (FileErrors.IsFileError(e))
            {
                throw FileErrors.ToException(e, path);
            }
        }
    }
}
