using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Responses;

/// <summary>How a <see cref="ResponseReader"/> turns octets into text.</summary>
public sealed record ResponseReaderOptions
{
    public static ResponseReaderOptions Default { get; } = new();

    /// <summary>For subjects, display names, group names and part descriptions. The default decodes no encoded words.</summary>
    public HeaderTextDecoder Text { get; init; } = ByteText.ToText;

    /// <summary>Whether mailbox names are UTF-8 from the start; see <see cref="ResponseReader.Utf8"/>.</summary>
    public bool Utf8 { get; init; }
}
