using System.Globalization;
using System.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>What the readers of one connection share: limits, options, and the caches of what repeats.</summary>
internal sealed class ReadingContext(ProtocolLimits limits, ResponseReaderOptions options)
{
    private const int Plain = 0;
    private const int Decoded = 1;
    private const int Lowered = 2;

    private static readonly string[] FirstSections = Enumerable.Range(0, 100).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToArray();

    // Each array stays below the size from which the garbage collector treats it as a large object.
    private readonly ByteCache<string> _strings = new(2048, 40);
    private readonly HeaderTextDecoder _decode = options.Text;
    private readonly bool _decodes = options.Text != (HeaderTextDecoder)ByteText.ToText;

    public ProtocolLimits Limits { get; } = limits;

    public bool Utf8 { get; set; } = options.Utf8;

    public ContentTaker? TakeContent { get; set; }

    public ByteCache<EnvelopeAddressList> Addresses { get; } = new(1024, 80);

    public ByteCache<KeyValuePair<string, string>[]> Parameters { get; } = new(512, 80);

    public ByteCache<MessageFlags> Flags { get; } = new(256, 80);

    /// <summary>Text that repeats from message to message: one object for equal octets.</summary>
    public string Intern(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "";
        if (_strings.TryGet(bytes, Plain, out var slot, out var text))
            return text;
        text = ByteText.ToText(bytes);
        _strings.Store(bytes, Plain, slot, text);
        return text;
    }

    /// <summary>The same in lower case.</summary>
    public string InternLower(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "";
        if (_strings.TryGet(bytes, Lowered, out var slot, out var text))
            return text;
        text = ByteText.ToText(bytes).ToLowerInvariant();
        _strings.Store(bytes, Lowered, slot, text);
        return text;
    }

    /// <summary>A display name or its like: decoded, one object for equal octets.</summary>
    public string InternDecoded(ReadOnlySpan<byte> bytes)
    {
        if (!_decodes)
            return Intern(bytes);
        if (bytes.IsEmpty)
            return "";
        if (_strings.TryGet(bytes, Decoded, out var slot, out var text))
            return text;
        text = _decode(bytes);
        _strings.Store(bytes, Decoded, slot, text);
        return text;
    }

    /// <summary>A subject or its like: decoded, not looked up, since few repeat.</summary>
    public string Decode(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "" : _decode(bytes);

    /// <summary>The number of a part inside another: "1", "2.1".</summary>
    public string Section(string prefix, int number)
    {
        if (prefix.Length == 0 && number < FirstSections.Length)
            return FirstSections[number];
        var text = number.ToString(CultureInfo.InvariantCulture);
        if (prefix.Length == 0)
            return text;
        var length = prefix.Length + 1 + text.Length;
        if (length > _strings.MaxKey)
            return prefix + "." + text;
        Span<byte> bytes = stackalloc byte[length];
        for (var i = 0; i < prefix.Length; i++)
            bytes[i] = (byte)prefix[i];
        bytes[prefix.Length] = (byte)'.';
        for (var i = 0; i < text.Length; i++)
            bytes[prefix.Length + 1 + i] = (byte)text[i];
        return Intern(bytes);
    }

    /// <summary>Text for a problem: bounded, whatever a server sent.</summary>
    public static string Shorten(ReadOnlySpan<byte> bytes)
    {
        const int Most = 64;
        var text = new StringBuilder(ByteText.ToText(bytes.Slice(0, Math.Min(bytes.Length, Most))));
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                text[i] = '.';
        }

        return bytes.Length > Most ? text.Append("...").ToString() : text.ToString();
    }
}
