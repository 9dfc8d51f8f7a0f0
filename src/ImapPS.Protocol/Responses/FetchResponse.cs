using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>FETCH: what was sent of one message; anything else is null (RFC 9051 section 7.5.2).</summary>
public sealed record FetchResponse(uint Sequence) : Response
{
    // Not nullable: eight octets less, a hundred thousand times.
    private long _size = -1;

    /// <summary>0 if the server did not say.</summary>
    public uint Uid { get; set; }

    public MessageFlags? Flags { get; set; }

    public DateTimeOffset? InternalDate { get; set; }

    /// <summary>RFC822.SIZE in octets.</summary>
    public long? Size
    {
        get => _size < 0 ? null : _size;
        set => _size = value ?? -1;
    }

    public ulong? ModSeq { get; set; }

    public Envelope? Envelope { get; set; }

    /// <summary>BODY or BODYSTRUCTURE.</summary>
    public BodyPart? Body { get; set; }

    /// <summary>What extensions tell; null if nothing of it was sent.</summary>
    public FetchExtras? Extras { get; set; }

    /// <summary>BODY[...] and BINARY[...], in the order they came.</summary>
    public IReadOnlyList<FetchSection> Sections { get; set; } = [];

    /// <summary>Items that could not be read, each with its reason; the others are good.</summary>
    public IReadOnlyList<string> Problems { get; set; } = [];

    /// <summary>Whether both say the same of the same message, body structure and content included.</summary>
    public bool Equals(FetchResponse? other) =>
        other is not null && Sequence == other.Sequence && Uid == other.Uid && Equals(Flags, other.Flags)
        && Nullable.Equals(InternalDate, other.InternalDate) && InternalDate?.Offset == other.InternalDate?.Offset
        && Size == other.Size && ModSeq == other.ModSeq && Equals(Envelope, other.Envelope)
        && BodyPart.ContentEquals(Body, other.Body) && Equals(Extras, other.Extras) && ListEquality.Equal(Sections, other.Sections)
        && ListEquality.Equal(Problems, other.Problems);

    public override int GetHashCode() => unchecked((int)((Sequence * 31) + Uid));
}
