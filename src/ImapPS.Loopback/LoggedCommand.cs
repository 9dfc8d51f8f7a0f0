namespace ImapPS.Loopback;

/// <summary>A command that a server got, and what became of it. Safe to read while it is being answered.</summary>
public sealed class LoggedCommand
{
    private volatile CommandOutcome? _outcome;

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
    public string? UserName => _outcome?.UserName;

    /// <summary>The tagged response without its tag; null if there was none: not yet, or the connection ended.</summary>
    public string? Answer => _outcome?.Answer;

    /// <summary>Octets of the command, what followed continuation requests included.</summary>
    public long OctetsReceived => _outcome?.OctetsReceived ?? 0;

    /// <summary>Octets of its answer, untagged responses included.</summary>
    public long OctetsSent => _outcome?.OctetsSent ?? 0;

    /// <summary>From the command to the end of its answer, as the server saw it; null if it is not answered.</summary>
    public TimeSpan? Duration => _outcome?.Duration;

    public override string ToString() => Text;

    internal void End(CommandOutcome outcome) => _outcome = outcome;
}
