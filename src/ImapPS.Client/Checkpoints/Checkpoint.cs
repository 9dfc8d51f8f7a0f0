using System.Diagnostics;
using ImapPS.Client.Files;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>
/// How far a script has come in the mailboxes of an account, in a file of its own. The file is read and locked when it is
/// opened, and written (whole, with fsync) before messages are handed out; as they are taken; and in the end.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    private const int MaxSize = 32 * 1024 * 1024;

    /// <summary>Of the run's time no more than one part in so many goes into writing what was taken.</summary>
    private const int WritingShare = 4;

    private static readonly TimeSpan MostBetween = TimeSpan.FromSeconds(1);
    private static readonly Dictionary<string, Checkpoint> Opened = new(Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private readonly object _gate = new();
    private readonly bool _isDry;
    private readonly Stopwatch _sinceWritten = Stopwatch.StartNew();
    private readonly List<CheckpointRun> _runs = [];
    private IDisposable? _lock;
    private CheckpointContent _content;
    private TimeSpan _pause;
    private bool _isChanged;
    private bool _isOfThese;
    private bool _disposed;

    private Checkpoint(string path, bool isDry)
    {
        FilePath = path;
        _isDry = isDry;
        _content = new CheckpointContent(null, null);
    }

    /// <summary>The file, its whole path.</summary>
    public string FilePath { get; }

    /// <summary>How long to wait for another process, which may only be saving. Default: 3 seconds; for a run not at all.</summary>
    private static TimeSpan SavePatience => TimeSpan.FromSeconds(3);

    /// <summary>Opens a checkpoint for a run. A file that is not there is made when something is handed out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="session">Whose mailboxes it is for.</param>
    /// <param name="isDry">Nothing is written, and nothing locked.</param>
    /// <exception cref="ImapException">CheckpointInUse, CheckpointInvalid, CheckpointFromFuture, CheckpointMismatch (another account), FileAccessDenied, DiskFull or FileFailed.</exception>
    public static Checkpoint Open(string path, ImapSession session, bool isDry = false)
    {
        var checkpoint = Open(path, isDry, TimeSpan.Zero);
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

    /// <summary>The mailboxes that a command works on: a checkpoint that holds others, and none of these, is another script's.</summary>
    /// <exception cref="ImapException">CheckpointMismatch.</exception>
    public void Expect(IEnumerable<MailboxName> mailboxes)
    {
        lock (_gate)
        {
            var names = mailboxes.Select(static m => m.Name).ToArray();
            _isOfThese |= _content.Mailboxes.Count == 0 || names.Any(n => _content.Find(n) is not null);
            if (!_isOfThese && names.Length > 0)
                throw CheckpointErrors.OtherMailbox(FilePath, string.Join(", ", _content.Mailboxes.Select(static m => $"'{m.Mailbox}'")), string.Join(", ", names.Select(static n => $"'{n}'")));
        }
    }

    /// <summary>Writes what is not written, and lets go of the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            try
            {
                foreach (var run in _runs)
                    run.Leave();
                if (_isChanged || _runs.Count > 0)
                    Write();
            }
            finally
            {
                lock (Opened)
                {
                    if (Opened.TryGetValue(FilePath, out var open) && ReferenceEquals(open, this))
                        Opened.Remove(FilePath);
                }

                _lock?.Dispose();
            }
        }
    }

    internal MailboxPosition? Find(MailboxName mailbox)
    {
        lock (_gate)
            return _content.Find(mailbox.Name);
    }

    internal void Begin(CheckpointRun run)
    {
        lock (_gate)
        {
            _content.Set(run.Position);
            _runs.Add(run);
        }
    }

    internal void End(CheckpointRun run)
    {
        lock (_gate)
            _runs.Remove(run);
    }

    /// <summary>Changes what is to be written; nobody else does meanwhile.</summary>
    /// <param name="change">The change.</param>
    /// <param name="atOnce">Whether it must be on the disk before anything else happens.</param>
    /// <exception cref="ImapException">FileAccessDenied, DiskFull or FileFailed.</exception>
    internal void Change(Action change, bool atOnce)
    {
        lock (_gate)
        {
            change();
            _isChanged = true;
            if (atOnce || _sinceWritten.Elapsed >= _pause)
                Write();
        }
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

    private void Check(ImapSession session)
    {
        if (_content.Server is null)
        {
            _content = new CheckpointContent(session.Server, session.UserName);
            return;
        }

        if (!string.Equals(_content.Server, session.Server, StringComparison.OrdinalIgnoreCase) || _content.User != session.UserName)
            throw CheckpointErrors.OtherAccount(FilePath, $"{_content.User ?? "(no name)"} on {_content.Server}", $"{session.UserName ?? "(no name)"} on {session.Server}");
    }

    private bool HasGiven(TakenMessage message)
    {
        lock (_gate)
            return _content.Find(message.Mailbox) is { } position && position.UidValidity == message.UidValidity && position.InDoubt.Contains(message.Uid);
    }

    private void Take(IReadOnlyList<TakenMessage> messages)
    {
        lock (_gate)
        {
            foreach (var message in messages)
            {
                var position = _content.Find(message.Mailbox)
                    ?? throw CheckpointErrors.OtherMailbox(FilePath, string.Join(", ", _content.Mailboxes.Select(static m => $"'{m.Mailbox}'")), $"'{message.Mailbox}'");
                if (position.UidValidity != message.UidValidity)
                    throw CheckpointErrors.UidValidity(FilePath, message.Mailbox, message.UidValidity, position.UidValidity);
                if (message.Uid >= position.UidNext)
                    throw CheckpointErrors.NotGiven(FilePath, message.Mailbox, message.Uid);
            }

            Change(
                () =>
                {
                    foreach (var message in messages)
                    {
                        var position = _content.Find(message.Mailbox)!;
                        if (position.InDoubt.Contains(message.Uid))
                            position.Take(message.Kind, message.Uid, message.ModSeq, message.Flags);
                    }
                },
                atOnce: true);
        }
    }

    private void Write()
    {
        if (!_isDry)
        {
            var started = _sinceWritten.Elapsed;
            try
            {
                foreach (var run in _runs)
                    run.Remember();
                var text = _content.Write();
                if (text.Length > MaxSize)
                    throw new IOException("It would be too large.");
                WholeFile.Write(FilePath, text);
            }
            catch (Exception e) when (FileErrors.IsFileError(e))
            {
                throw FileErrors.ToException(e, FilePath);
            }

            var took = _sinceWritten.Elapsed - started;
            _pause = TimeSpan.FromTicks(Math.Min(took.Ticks * (WritingShare - 1), MostBetween.Ticks));
        }

        _isChanged = false;
        _sinceWritten.Restart();
    }
}
