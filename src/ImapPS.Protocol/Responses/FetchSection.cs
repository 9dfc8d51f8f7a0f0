namespace ImapPS.Protocol.Responses;

/// <summary>The content of one BODY[section]&lt;origin&gt;, BINARY[section] or BINARY.SIZE[section] (RFC 9051 section 7.5.2).</summary>
/// <param name="Section">What stood in the brackets, as sent: "", "HEADER", "1.2.MIME", "HEADER.FIELDS (SUBJECT)".</param>
public sealed record FetchSection(string Section)
{
    public bool IsBinary { get; init; }

    /// <summary>The origin octet of a partial fetch; null if whole.</summary>
    public uint? Origin { get; init; }

    /// <summary>The octets; null for NIL, and where a receiver took them in chunks (see <see cref="Detached"/>).</summary>
    public byte[]? Content { get; init; }

    /// <summary>What the receiver of a large literal made of it.</summary>
    public object? Detached { get; init; }

    /// <summary>Length in octets; of BINARY.SIZE its number.</summary>
    public long Length { get; init; }

    /// <summary>Whether this is BINARY.SIZE, which has a length only.</summary>
    public bool IsSizeOnly { get; init; }

    /// <summary>Whether both say the same, the content compared octet for octet.</summary>
    public bool Equals(FetchSection? other) =>
        other is not null && Section == other.Section && IsBinary == other.IsBinary && Origin == other.Origin
        && Length == other.Length && IsSizeOnly == other.IsSizeOnly && Equals(DetachedOnly, other.DetachedOnly)
        && (Content is null) == (other.Content is null) && Content.AsSpan().SequenceEqual(other.Content);

    public override int GetHashCode() => unchecked((StringComparer.Ordinal.GetHashCode(Section) * 31) + (int)Length);

    private object? DetachedOnly => Detached is byte[] ? null : Detached;
}
