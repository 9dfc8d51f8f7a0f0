using ImapPS.Protocol.Transcripts;

namespace ImapPS.Client.Connection;

/// <summary>
/// The conversation of a session for whoever wants it word by word, above TLS and compression, and over all its
/// connections: a file, a cmdlet that shows it. Secrets never reach it; it costs nothing while nobody listens.
/// </summary>
public sealed class Transcript
{
    private readonly object _gate = new();
    private volatile Listener[] _listeners = [];
    private int _lastConnection;

    /// <summary>Whether anybody listens.</summary>
    public bool IsActive => _listeners.Length > 0;

    internal ConversationRedactor Redactor { get; } = new();

    /// <summary>Gets each record (<see cref="TranscriptFormat"/>) as it comes, one at a time; it must not wait for anything.</summary>
    /// <param name="redact">Whether names, addresses and contents are replaced.</param>
    /// <param name="write">Gets the records.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Listen(bool redact, Action<string> write)
    {
        var listener = new Listener(this, redact, write ?? throw new ArgumentNullException(nameof(write)));
        lock (_gate)
            _listeners = [.. _listeners, listener];
        return listener;
    }

    /// <summary>Something that happened.</summary>
    public void Note(string text, int connection = 0)
    {
        if (!IsActive)
            return;
        var time = DateTime.UtcNow;
        Write(redacted => TranscriptFormat.Note(time, connection, redacted ? Redactor.Note(text) : text));
    }

    internal int NextConnection() => Interlocked.Increment(ref _lastConnection);

    internal bool Wants(bool redacted) => Array.Exists(_listeners, l => l.Redact == redacted);

    internal void Write(int connection, TranscriptDirection direction, IEnumerable<TranscriptPiece> pieces, bool redacted)
    {
        var time = DateTime.UtcNow;
        lock (_gate)
        {
            foreach (var piece in pieces)
            {
                foreach (var record in TranscriptFormat.Records(time, connection, direction, piece))
                    Hand(record, redacted);
            }
        }
    }

    private void Write(Func<bool, string> record)
    {
        lock (_gate)
        {
            if (Wants(true))
                Hand(record(true), true);
            if (Wants(false))
                Hand(record(false), false);
        }
    }

    private void Hand(string record, bool redacted)
    {
        foreach (var listener in _listeners)
        {
            if (listener.Redact == redacted)
                listener.Write(record);
        }
    }

    private sealed class Listener(Transcript transcript, bool redact, Action<string> write) : IDisposable
    {
        public bool Redact => redact;

        public Action<string> Write => write;

        public void Dispose()
        {
            lock (transcript._gate)
                transcript._listeners = Array.FindAll(transcript._listeners, l => l != this);
        }
    }
}
