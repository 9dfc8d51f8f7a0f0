namespace ImapPS.Loopback;

/// <summary>A server's log as one connection writes to it.</summary>
internal sealed class ConnectionLog(LoopbackLog log, int connection)
{
    public void Add(LogDirection direction, string text) => log.Add(connection, direction, text);

    /// <summary>Adds a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="text">The whole of it, without secrets.</param>
    public LoggedCommand Begin(string name, string tag, string text)
    {
        log.Add(connection, LogDirection.Client, text);
        return log.AddCommand(connection, name, text.Substring(Math.Min(text.Length, tag.Length + 1)));
    }
}
