using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>FETCH: what was sent of one message; anything else is null (RFC 9051 section 7.5.2).</summary>
public sealed record FetchResponse(uint Sequence) : Response
{
    /// <summary>0 if the server did not say.</summary>
    public uint Uid { get; set; }

    public MessageFlags? Flags { get; set; }

    public DateTimeOffset? InternalDate { get; set; }

    /// <summary>RFC822.SIZE in octets.</summary>
    public long? Size { get; set; }

    public ulong? ModSeq { get; set; }

    public Envelope? Envelope { get; set; }

    /// <summary>BODY or BODYSTRUCTURE.</summary>
    public BodyPart? Body { get; set; }

    /// <summary>BODY[...] and BINARY[...], in the order they came.</summary>
    public IReadOnlyList<FetchSection> Sections { get; set; } = [];

    /// <summary>Items that could not be read, each with its reason; the others are good.</summary>
    public IReadOnlyList<string> Problems { get; set; } = [];
}
