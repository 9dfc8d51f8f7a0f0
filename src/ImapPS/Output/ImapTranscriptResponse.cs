using ImapPS.Protocol.Transcripts;

namespace ImapPS;

/// <summary>A response in a trace.</summary>
public sealed class ImapTranscriptResponse
{
    internal ImapTranscriptResponse(TranscriptResponse response, DateTime? started)
    {
        Time = response.Time?.ToLocalTime();
        Elapsed = response.Time - started;
        Text = response.Text;
        Bytes = response.Octets;
    }

    /// <summary>When it began to come; null where the trace has no times.</summary>
    public DateTime? Time { get; }

    /// <summary>How long after its command.</summary>
    public TimeSpan? Elapsed { get; }

    /// <summary>The response as one line, literals as {n}; the beginning of a long one.</summary>
    public string Text { get; }

    /// <summary>Its length in octets, literals and line ends included.</summary>
    public long Bytes { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
