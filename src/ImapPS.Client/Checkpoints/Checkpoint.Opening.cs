using ImapPS.Client.Files;
using ImapPS.Client.Session;

namespace ImapPS.Client.Checkpoints;

/// <content>How a file becomes a checkpoint: found, locked, read, and compared with whose mailboxes it is for.</content>
public sealed partial class Checkpoint
{
    private static readonly Dictionary<string, Checkpoint> Opened = new(Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>How long to wait for another process, which may only be saving. Default: 3 seconds; for a run not at all.</summary>
    private static TimeSpan SavePatience => TimeSpan.FromSeconds(3);

    /// <summary>Opens a checkpoint for a run. A file that is not there is made when something is handed out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="session">Whose mailboxes it is for.</param>
    /// <param name="isDry">Nothing is written, and nothing locked.</param>
    /// <exception cref="ImapException">CheckpointInUse, CheckpointInvalid, CheckpointFromFuture, CheckpointMismatch (another account), FileAccessDenied, DiskFull or FileFailed.</exception>
    public static Checkpoint Open(string path, ImapSession session, bool isDry = false)
    {
        var checkpoint = Open(Locate(path), isDry, TimeSpan.Zero);
        try
        {
            checkpoint.Check(session);
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Saves that messages were taken: in the checkpoint that is open in this process, or else in the file.</summary>
    /// <param name="path">The file; null for the checkpoint, open in this process, that has given the first of them out.</param>
    /// <param name="messages">Which, and what was told of each. One that is saved already is none to save.</param>
    /// <exception cref="ImapException">As <see cref="Open(string, ImapSession, bool)"/>; CheckpointMismatch if the checkpoint has not given it out, or under another UIDVALIDITY. Nothing is saved then.</exception>
    public static void Save(string? path, IReadOnlyList<TakenMessage> messages)
    {
        if (messages.Count == 0)
            return;
        if (path is not null)
            path = Locate(path);
        var open = path is null ? FindOpen(messages[0]) : FindOpen(path);
        if (open is not null)
        {
            open.Take(messages);
            return;
        }

        if (path is null)
            throw new ImapException(ImapError.CheckpointMismatch, $"No checkpoint that is open has given out {messages[0]}, or several have.") { Hint = "Name the file with -Checkpoint." };
        if (!File.Exists(path))
            throw CheckpointErrors.Missing(path);
        using var checkpoint = Open(path, isDry: false, SavePatience);
        checkpoint.Take(messages);
    }

    private static Checkpoint? FindOpen(string path)
    {
        lock (Opened)
            return Opened.TryGetValue(path, out var open) ? open : null;
    }

    private static Checkpoint? FindOpen(TakenMessage message)
    {
        Checkpoint[] open;
        lock (Opened)
            open = Opened.Values.ToArray();
        var given = Array.FindAll(open, c => c.HasGiven(message));
        return given.Length == 1 ? given[0] : null;
    }

    /// <summary>By which of several names ever: a checkpoint is one file, and has one lock.</summary>
    private static string Locate(string path)
    {
        try
        {
            return WholeFile.Locate(path);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.ToException(e, path);
        }
    }

    private static Checkpoint Open(string path, bool isDry, TimeSpan patience)
    {
        var checkpoint = new Checkpoint(path, isDry);
        if (!isDry)
        {
            lock (Opened)
            {
                if (Opened.ContainsKey(path))
                    throw CheckpointErrors.InUse(path, here: true);
                checkpoint._lock = CheckpointLock.Take(path, patience);
                Opened.Add(path, checkpoint);
            }
        }

        try
        {
            checkpoint.Read();
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private void Read()
    {
        try
        {
            _content = CheckpointContent.Read(WholeFile.Read(FilePath, MaxSize));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Made when something is handed out.
        }
        catch (FormatException e)
        {
            throw CheckpointErrors.Invalid(FilePath, e.Message, e);
        }
        catch (NotSupportedException)
        {
            throw CheckpointErrors.Newer(FilePath);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.ToException(e, FilePath);
        }
    }

    /// <summary>Each session that works with it: a pipeline may bring several.</summary>
    /// <exception cref="ImapException">CheckpointMismatch.</exception>
    internal void Check(ImapSession session)
    {
        lock (_gate)
        {
            if (_content.Server is null)
                _content = new CheckpointContent(session.Server, session.UserName);
        }

        if (!string.Equals(_content.Server, session.Server, StringComparison.OrdinalIgnoreCase) || _content.User != session.UserName)
            throw CheckpointErrors.OtherAccount(FilePath, $"{_content.User ?? "(no name)"} on {_content.Server}", $"{session.UserName ?? "(no name)"} on {session.Server}");
    }
}
