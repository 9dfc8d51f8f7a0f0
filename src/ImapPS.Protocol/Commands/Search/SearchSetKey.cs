using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID with a set, or a set of sequence numbers (RFC 9051 section 6.4.4).</summary>
/// <exception cref="ArgumentException">The set is empty.</exception>
public sealed record SearchSetKey(UidSet Set, bool IsUid) : SearchKey
{
    public UidSet Set { get; } = CommandText.CheckSet(Set, nameof(Set));

    // "UID" SP sequence-set / sequence-set               ; RFC 9051 section 9
    internal override void Write(CommandWriter writer) => writer.Raw(IsUid ? "UID " : "").Set(Set);
}
