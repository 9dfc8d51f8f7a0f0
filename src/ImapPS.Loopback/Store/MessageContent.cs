using ImapPS.Loopback.Mime;

namespace ImapPS.Loopback.Store;

/// <summary>
/// A message's octets and what was once computed from them. Computing twice is harmless, so the answers are kept
/// without a lock.
/// </summary>
internal sealed class MessageContent(byte[] bytes)
{
    private MimeNode? _root;
    private byte[]? _envelope;
    private byte[]? _body;
    private byte[]? _bodyStructure;
    private MessageIdentity? _identity;

    public byte[] Bytes { get; } = bytes;

    public MimeNode Root => _root ??= MimeScanner.Scan(Bytes);

    /// <summary>ENVELOPE as it is sent.</summary>
    public byte[] Envelope => _envelope ??= Encode(static (output, content) => EnvelopeWriter.Write(output, content.Header));

    /// <summary>BODY, without extension data, as it is sent.</summary>
    public byte[] Body => _body ??= Encode(static (output, content) => BodyStructureWriter.Write(output, content.Root, extended: false));

    /// <summary>BODYSTRUCTURE as it is sent.</summary>
    public byte[] BodyStructure => _bodyStructure ??= Encode(static (output, content) => BodyStructureWriter.Write(output, content.Root, extended: true));

    /// <summary>The ids that outlast a move.</summary>
    public MessageIdentity Identity => _identity ??= MessageIdentity.Of(this);

    /// <summary>The header alone, for which the parts need not be known.</summary>
    public HeaderBlock Header => _root?.Header ?? new HeaderBlock(Bytes, 0, HeaderEnd());

    private int HeaderEnd()
    {
        for (var at = 0; at < Bytes.Length;)
        {
            var next = HeaderBlock.LineEnd(Bytes, at, Bytes.Length);
            if (next - at == 1 || (next - at == 2 && Bytes[at] == '\r'))
                return at;
            at = next;
        }

        return Bytes.Length;
    }

    private byte[] Encode(Action<WireBuffer, MessageContent> write)
    {
        var output = new WireBuffer(512);
        write(output, this);
        return output.ToArray();
    }
}
