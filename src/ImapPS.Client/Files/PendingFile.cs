namespace ImapPS.Client.Files;

/// <summary>A file on its way: it has its name only once it is whole, and leaves nothing behind if it never gets there.</summary>
public sealed class PendingFile : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly SaveFolder _folder;
    private readonly ConflictRule _rule;
    private readonly object _lock = new();
    private string? _temporary;
    private bool _disposed;
    private volatile bool _flushed;
    private FileStream? _stream;

    internal PendingFile(SaveFolder folder, string name, ConflictRule rule)
    {
        _folder = folder;
        _rule = rule;
        Name = name;
    }

    /// <summary>The name it is to have.</summary>
    public string Name { get; }

    /// <summary>Opens the temporary file, once.</summary>
    /// <exception cref="ImapException">FileAccessDenied, DiskFull or FileFailed.</exception>
    /// <exception cref="ObjectDisposedException">It was given up.</exception>
    public Stream Open()
    {
        lock (_lock)
            return OpenOnce();
    }

    /// <summary>
    /// Everything is written: brings it to the disk, and not only to the system, since a name must not outlive its content
    /// after a power cut. That takes the disk some milliseconds; several files at once take little longer than one.
    /// </summary>
    /// <exception cref="ImapException">As <see cref="Open"/>.</exception>
    public async Task FlushAsync()
    {
        var stream = (FileStream)Open();
        await Task.Run(() => Flush(stream)).ConfigureAwait(false);
    }

    /// <summary>Everything is written: the file gets its name and time, once it is on the disk.</summary>
    /// <param name="time">When the message arrived; null leaves the present.</param>
    /// <returns>The file; null if one came in between and the rule is to skip.</returns>
    /// <exception cref="ImapException">FileExists, FileAccessDenied, DiskFull or FileFailed; the temporary file is gone.</exception>
    public FileInfo? Commit(DateTimeOffset? time)
    {
        var stream = (FileStream)Open();
        try
        {
            if (!_flushed)
                Flush(stream);
            stream.Dispose();
            if (time is { } at && at.UtcDateTime.Year is >= 1980 and < 2100)
                File.SetLastWriteTimeUtc(_temporary!, at.UtcDateTime);
            var path = _folder.Adopt(_temporary!, Name, _rule);
            if (path is null)
                return null;
            _temporary = null;
            return new FileInfo(path);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.ToException(e, _folder.PathOf(Name));
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Removes what was written, unless it was committed.</summary>
    public void Dispose()
    {
        // Whoever still writes for it must not open it anew.
        lock (_lock)
            _disposed = true;
        try
        {
            _stream?.Dispose();
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            // The buffer's rest could not be written: the file is given up anyway, and the first error was told.
        }

        if (_temporary is not { } path)
            return;
        _temporary = null;
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            // Nothing more can be done about it here; the name tells what it is (.part).
        }
    }

    private void Flush(FileStream stream)
    {
        try
        {
            stream.Flush(flushToDisk: true);
            _flushed = true;
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.ToException(e, _folder.PathOf(Name));
        }
    }

    private FileStream OpenOnce()
    {
        if (_disposed)
            throw new ObjectDisposedException(nameof(PendingFile));
        if (_stream is not null)
            return _stream;
        var path = _folder.PathOf("." + Guid.NewGuid().ToString("N") + SaveFolder.TemporaryExtension);
        try
        {
            // CreateNew follows no link, and nobody else's file is touched.
            _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, BufferSize, useAsync: false);
            _temporary = path;
            return _stream;
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.ToException(e, _folder.PathOf(Name));
        }
    }
}
