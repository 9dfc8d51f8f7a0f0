using System.Globalization;
using ImapPS.Client.Files;

namespace ImapPS.Client.Connecting;

/// <summary>The memory's file on disk: one writer at a time, whole or not at all, for its user's eyes alone.</summary>
internal sealed class MemoryFile(string path)
{
    private const int MaxSize = 1024 * 1024;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(3);

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Needs no lock: the file is only ever replaced as a whole. A missing one is empty.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">It is from a newer version.</exception>
    public MemoryContent Read()
    {
        string text;
        try
        {
            text = WholeFile.Read(Path, MaxSize);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new MemoryContent();
        }

        return MemoryContent.Read(text);
    }

    /// <summary>Held until disposed, against other processes too.</summary>
    /// <exception cref="IOException">It stayed taken.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(Folder);
        // Not by the time of day, which may jump.
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                // The lock is on a file of its own, since the memory's file itself is replaced.
                return PrivateFiles.Open(Path + ".lock", FileMode.OpenOrCreate);
            }
            catch (IOException) when (waiting.Elapsed < LockTimeout)
            {
                await Task.Delay(20, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Only with the lock held.</summary>
    public void Write(MemoryContent content) => WholeFile.Write(Path, content.Write());

    /// <summary>Only with the lock held.</summary>
    /// <returns>Where the file is now.</returns>
    public string SetAside()
    {
        var aside = Path + ".broken-" + DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        File.Move(Path, aside);
        return aside;
    }
}
