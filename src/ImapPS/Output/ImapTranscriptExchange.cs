using ImapPS.Protocol.Transcripts;

namespace ImapPS;

/// <summary>A command of a trace with its answer, as ConvertFrom-ImapTranscript gives it; also the greeting, and what came unasked.</summary>
public sealed class ImapTranscriptExchange
{
    private readonly TranscriptExchange _exchange;

    internal ImapTranscriptExchange(TranscriptExchange exchange, string? path)
    {
        _exchange = exchange;
        Path = path;
        Responses = exchange.Responses.Select(r => new ImapTranscriptResponse(r, exchange.Started)).ToArray();
    }

    /// <summary>The file it stands in; null for text from the pipeline.</summary>
    public string? Path { get; }

    /// <summary>Which connection of the trace, counted from 1.</summary>
    public int Connection => _exchange.Connection;

    /// <summary>When it was sent; null where the trace has no times.</summary>
    public DateTime? Time => _exchange.Started?.ToLocalTime();

    /// <summary>The tag; "*" where there is no command.</summary>
    public string Tag => _exchange.Tag;

    /// <summary>The command's name: "UID FETCH"; "(greeting)"; "(unasked)".</summary>
    public string Command => _exchange.Name;

    /// <summary>What follows the name: secrets as ***, literals as {n}.</summary>
    public string Arguments => _exchange.Arguments;

    /// <summary>OK, NO, BAD, PREAUTH or BYE; null if there was no answer.</summary>
    public string? Status => _exchange.Status;

    /// <summary>The response code with what belongs to it: "COPYUID 1 2 3".</summary>
    public string? Code => _exchange.Code;

    /// <summary>What the server said for people.</summary>
    public string Text => _exchange.Text;

    /// <summary>From the command to the end of its answer; null where the trace has no times.</summary>
    public TimeSpan? Duration => _exchange.Ended - _exchange.Started;

    /// <summary>From the command to the first response.</summary>
    public TimeSpan? Wait => Responses.Length > 0 ? Responses[0].Elapsed : null;

    /// <summary>Octets that the client sent for it, literals included.</summary>
    public long BytesSent => _exchange.OctetsSent;

    /// <summary>Octets that the server sent for it.</summary>
    public long BytesReceived => _exchange.OctetsReceived;

    /// <summary>How many responses there were.</summary>
    public long ResponseCount => _exchange.ResponseCount;

    /// <summary>The responses, the first thousand at most.</summary>
    public ImapTranscriptResponse[] Responses { get; }

    /// <summary>Whether the trace has not all of it.</summary>
    public bool Incomplete => _exchange.Incomplete;

    /// <inheritdoc/>
    public override string ToString() => $"{Tag} {Command} {Arguments}".TrimEnd();
}
