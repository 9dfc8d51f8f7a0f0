namespace ImapPS.Loopback;

/// <summary>A command that a server got, and what became of it. Safe to read while it is being answered.</summary>
public sealed class LoggedCommand
{
    private readonly object _lock = new();
    private string? _userName;
    private string? _given;
    private string? _answer;
    private long _received;
    private long _sent;
    private TimeSpan? _duration;

    internal LoggedCommand(int connection, string name, string text)
    {
        Time = DateTimeOffset.Now;
        Connection = connection;
        Name = name;
        Text = text;
    }

    /// <summary>When it had come.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Which connection, counted from 1.</summary>
    public int Connection { get; }

    /// <summary>"UID FETCH".</summary>
    public string Name { get; }

    /// <summary>The command without its tag, its secrets as *** and its literals as {n}.</summary>
    public string Text { get; }

    /// <summary>Who was logged in once it was answered; null if nobody was.</summary>
    public string? UserName
    {
        get
        {
            lock (_lock)
                return _userName;
        }
    }

    /// <summary>The tagged response without its tag; null if there was none: not yet, or the connection ended.</summary>
    public string? Answer
    {
        get
        {
            lock (_lock)
                return _answer;
        }
    }

    /// <summary>Octets of the command, what followed continuation requests included.</summary>
    public long OctetsReceived
    {
        get
        {
            lock (_lock)
                return _received;
        }
    }

    /// <summary>Octets of its answer, untagged responses included.</summary>
    public long OctetsSent
    {
        get
        {
            lock (_lock)
                return _sent;
        }
    }

    /// <summary>From the command to the end of its answer, as the server saw it; null if it is not answered.</summary>
    public TimeSpan? Duration
    {
        get
        {
            lock (_lock)
                return _duration;
        }
    }

    public override string ToString() => Text;

    /// <summary>Keeps the answer until it is known whether it could be sent.</summary>
    internal void SetAnswer(string answer)
    {
        lock (_lock)
            _given = answer;
    }

    internal void End(string? userName, long received, long sent, TimeSpan? duration)
    {
        lock (_lock)
        {
            _userName = userName;
            _received = received;
            _sent = sent;
            _duration = duration;
            _answer = duration is null ? null : _given;
        }
    }
}
