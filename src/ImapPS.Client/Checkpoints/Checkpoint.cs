using System.Diagnostics;
using ImapPS.Client.Files;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>
/// How far a script has come in the mailboxes of an account, in a file of its own. The file is read and locked when it is
/// opened, and written (whole, with fsync) before messages are handed out; as they are taken; and in the end.
/// </summary>
public sealed partial class Checkpoint : IDisposable
{
    private const int MaxSize = 32 * 1024 * 1024;

    /// <summary>Of the run's time no more than one part in so many goes into writing what was taken.</summary>
    private const int WritingShare = 4;

    private static readonly TimeSpan MostBetween = TimeSpan.FromSeconds(1);

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
