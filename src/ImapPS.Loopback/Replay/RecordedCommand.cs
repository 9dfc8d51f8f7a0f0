using ImapPS.Protocol.Transcripts;

namespace ImapPS.Loopback.Replay;

/// <summary>A command of a transcript.</summary>
/// <param name="Exchange">It and what it was answered.</param>
/// <param name="IsRedacted">Whether what was replaced stands for anything.</param>
/// <param name="Mailbox">The SELECT or EXAMINE before it; empty if there was none.</param>
internal sealed record RecordedCommand(TranscriptExchange Exchange, bool IsRedacted, string Mailbox)
{
    /// <summary>What a command must look like to be this one.</summary>
    public string Pattern { get; } = ReplayPattern.OfRecorded(Exchange, IsRedacted);

    /// <summary>What the server said behind the answer, unasked.</summary>
    public List<TranscriptResponse> Behind { get; } = [];

    /// <summary>Whether it is about the connection itself, which is made anew.</summary>
    public bool IsOfConnection => Exchange.Name is "STARTTLS" or "COMPRESS" or "LOGIN" or "AUTHENTICATE" or "CAPABILITY" or "NOOP" or "ID" or "LOGOUT";

    /// <summary>Whether it logs in.</summary>
    public bool IsLogin => Exchange.Name is "LOGIN" or "AUTHENTICATE";
}
