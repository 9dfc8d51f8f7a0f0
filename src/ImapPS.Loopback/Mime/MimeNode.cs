using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Mime;

/// <summary>A message or a part of one: where its header and its body lie in the message's octets.</summary>
internal sealed class MimeNode(byte[] message, int headerStart)
{
    private HeaderBlock? _header;

    public byte[] Message { get; } = message;

    public int HeaderStart { get; } = headerStart;

    /// <summary>Behind the empty line that ends the header.</summary>
    public int BodyStart { get; set; } = -1;

    public int End { get; set; } = -1;

    public MimeKind Kind { get; set; }

    /// <summary>"TEXT", "MULTIPART": as in the message, case kept.</summary>
    public byte[] Type { get; set; } = "text"u8.ToArray();

    public byte[] Subtype { get; set; } = "plain"u8.ToArray();

    public IReadOnlyList<MimeParameter> Parameters { get; set; } = [];

    public List<MimeNode> Children { get; } = [];

    /// <summary>While scanning: what its parts are parted by; null once the closing delimiter was seen.</summary>
    public byte[]? Boundary { get; set; }

    public HeaderBlock Header => _header ??= new HeaderBlock(Message, HeaderStart, BodyStart < 0 ? Message.Length : BodyStart);

    public ReadOnlyMemory<byte> HeaderBytes => Message.AsMemory(HeaderStart, BodyStart - HeaderStart);

    public ReadOnlyMemory<byte> BodyBytes => Message.AsMemory(BodyStart, End - BodyStart);

    /// <summary>Header and body.</summary>
    public ReadOnlyMemory<byte> AllBytes => Message.AsMemory(HeaderStart, End - HeaderStart);

    public bool IsText => ByteText.EqualsIgnoreCase(Type, "TEXT"u8);
}
