using ImapPS.Loopback;

namespace ImapPS;

/// <summary>A command that a test server got, and what became of it, as Get-ImapTestServerLog gives it.</summary>
public sealed class ImapTestServerLogEntry
{
    internal ImapTestServerLogEntry(ImapTestServer server, LoggedCommand command)
    {
        Server = server.ToString();
        Time = command.Time;
        Connection = command.Connection;
        UserName = command.UserName;
        Command = command.Name;
        Text = command.Text;
        Answer = command.Answer;
        BytesReceived = command.OctetsReceived;
        BytesSent = command.OctetsSent;
        Duration = command.Duration;
    }

    /// <summary>The server and its port.</summary>
    public string Server { get; }

    /// <summary>When the command had come.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Which connection it came by: 1 for the server's first.</summary>
    public int Connection { get; }

    /// <summary>Who was logged in; null if nobody was.</summary>
    public string? UserName { get; }

    /// <summary>The command's name, such as "UID FETCH".</summary>
    public string Command { get; }

    /// <summary>The whole command without its tag: secrets as ***, literals as {n}.</summary>
    public string Text { get; }

    /// <summary>OK, NO or BAD; null if there was no answer: not yet, or the connection ended.</summary>
    public string? Status => Answer?.Split(' ')[0];

    /// <summary>The tagged response without its tag; null if there was none.</summary>
    public string? Answer { get; }

    /// <summary>Bytes of the command, its literals included.</summary>
    public long BytesReceived { get; }

    /// <summary>Bytes of the answer, with all data that belongs to it.</summary>
    public long BytesSent { get; }

    /// <summary>How long the server took; null if there was no answer.</summary>
    public TimeSpan? Duration { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
