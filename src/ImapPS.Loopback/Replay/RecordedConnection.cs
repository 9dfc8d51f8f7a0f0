using ImapPS.Protocol.Transcripts;

namespace ImapPS.Loopback.Replay;

/// <summary>One connection of a transcript.</summary>
internal sealed class RecordedConnection
{
    public RecordedConnection(IEnumerable<TranscriptExchange> exchanges, bool isRedacted)
    {
        RecordedCommand? last = null;
        var mailbox = "";
        foreach (var exchange in exchanges)
        {
            if (exchange.Name == TranscriptExchange.Greeting)
            {
                Greeting = exchange;
            }
            else if (exchange.Name == TranscriptExchange.Unasked || exchange.Tag == "*")
            {
                // It came behind the command before it.
                last?.Behind.AddRange(exchange.Responses);
            }
            else
            {
                last = new RecordedCommand(exchange, isRedacted, mailbox);
                Commands.Add(last);
                if (exchange.Name is "SELECT" or "EXAMINE" && exchange.Status == "OK")
                    mailbox = last.Pattern;
                else if (exchange.Name is "CLOSE" or "UNSELECT")
                    mailbox = "";
            }
        }
    }

    /// <summary>The greeting; null if the trace begins later.</summary>
    public TranscriptExchange? Greeting { get; }

    public List<RecordedCommand> Commands { get; } = [];
}
