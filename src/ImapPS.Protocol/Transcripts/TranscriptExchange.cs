namespace ImapPS.Protocol.Transcripts;

/// <summary>A command of a trace with what it was answered; or the greeting; or what came although nothing was asked.</summary>
public sealed class TranscriptExchange
{
    /// <summary>The name under which the server's first words stand.</summary>
    public const string Greeting = "(greeting)";

    /// <summary>The name under which stands what no command asked for.</summary>
    public const string Unasked = "(unasked)";

    /// <summary>A trace of a hundred thousand messages is one command: the count goes on, the texts end here.</summary>
    public const int MaxResponses = 1_000;

    private readonly List<TranscriptResponse> _responses = [];

    internal TranscriptExchange(int connection, string tag, string name, string arguments, DateTime? started)
    {
        Connection = connection;
        Tag = tag;
        Name = name;
        Arguments = arguments;
        Started = started;
    }

    /// <summary>Which connection of the trace, counted from 1.</summary>
    public int Connection { get; }

    /// <summary>"*" where there is none.</summary>
    public string Tag { get; }

    /// <summary>The command in upper case: "UID FETCH".</summary>
    public string Name { get; }

    /// <summary>What follows the name: secrets as ***, literals as {n}; the beginning of a long one.</summary>
    public string Arguments { get; }

    /// <summary>When it was sent; null where the trace has no times.</summary>
    public DateTime? Started { get; }

    /// <summary>When the answer to it ended.</summary>
    public DateTime? Ended { get; internal set; }

    /// <summary>OK, NO, BAD, PREAUTH or BYE; null if it was not answered.</summary>
    public string? Status { get; internal set; }

    /// <summary>The response code with what belongs to it: "COPYUID 1 2 3".</summary>
    public string? Code { get; internal set; }

    /// <summary>What the server said for people.</summary>
    public string Text { get; internal set; } = "";

    /// <summary>How many octets the client sent for it.</summary>
    public long OctetsSent { get; internal set; }

    /// <summary>How many octets the server sent for it.</summary>
    public long OctetsReceived { get; internal set; }

    /// <summary>What the server sent for it: the first of them, <see cref="MaxResponses"/> at most unless all was asked for.</summary>
    public IReadOnlyList<TranscriptResponse> Responses => _responses;

    /// <summary>How many responses there were.</summary>
    public long ResponseCount { get; private set; }

    /// <summary>Whether the trace has not all of it: it ends before the answer does, or begins after the command.</summary>
    public bool Incomplete { get; internal set; }

    /// <summary>All that the client sent for it, if that was asked for.</summary>
    public IReadOnlyList<TranscriptPiece> Sent { get; internal set; } = [];

    internal bool IsOver { get; set; }

    internal void Add(TranscriptResponse response, bool keepAll)
    {
        ResponseCount++;
        OctetsReceived += response.Octets;
        if (keepAll || _responses.Count < MaxResponses)
            _responses.Add(response);
    }
}
