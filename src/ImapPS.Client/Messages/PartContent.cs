using ImapPS.Client.Mime;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>The content of one part, its transfer encoding taken off.</summary>
public sealed class PartContent
{
    private readonly byte[] _bytes;
    private readonly string? _text;
    private readonly List<string> _problems = [];

    /// <param name="section">The part's number, or another section: "1.2", "HEADER", "2.MIME".</param>
    /// <param name="part">What BODYSTRUCTURE says of it; null if it says nothing.</param>
    /// <param name="bytes">Taken over, not copied.</param>
    /// <param name="isDamaged">Whether the transfer encoding was not valid throughout.</param>
    public PartContent(string section, BodyPart? part, byte[] bytes, bool isDamaged)
    {
        Section = section ?? throw new ArgumentNullException(nameof(section));
        Part = part;
        _bytes = bytes ?? throw new ArgumentNullException(nameof(bytes));
        Length = bytes.Length;
        Check(part, isDamaged);
        // Of what is no part: headers, which are text, and the message's own text, as it stands.
        if (part is null ? !IsNumber(section) : part.Type == "text")
        {
            _text = MimeText.Decode(bytes, Charset);
            _bytes = [];
        }
    }

    public string Section { get; }

    public BodyPart? Part { get; }

    /// <summary>What the part says its charset is; null if it doesn't say.</summary>
    public string? Charset { get; private set; }

    /// <summary>In octets, decoded.</summary>
    public long Length { get; }

    /// <summary>The text of what is text, decoded by its charset; null for anything else.</summary>
    public string? Text => _text;

    /// <summary>The octets of what is no text; empty for text.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Why the content may not be what was sent; empty as a rule.</summary>
    public IReadOnlyList<string> Problems => _problems;

    private void Check(BodyPart? part, bool isDamaged)
    {
        if (part is null)
            return;
        if (isDamaged)
            _problems.Add($"Part {Section}: its {part.Encoding!.Trim().ToLowerInvariant()} is damaged; what could be read of it was decoded");
        else if (!TransferEncodings.IsKnown(part.Encoding))
            _problems.Add($"Part {Section}: the encoding '{SafeText.Clean(part.Encoding, 40)}' is not known; it was left as it is");
        if (part.Type != "text" || !ParameterDecoder.Decode(part.Parameters).TryGetValue("charset", out var charset) || charset.Length == 0)
            return;
        Charset = charset;
        if (!Charsets.IsKnown(charset))
            _problems.Add($"Part {Section}: the charset '{SafeText.Clean(charset, 40)}' is not known; it was read as UTF-8 or Windows-1252");
    }

    private static bool IsNumber(string section) => section.Length == 0 || section[section.Length - 1] is >= '0' and <= '9';
}
