namespace ImapPS.Protocol.Commands;

/// <summary>MODSEQ (RFC 7162 section 3.1.5).</summary>
/// <exception cref="ArgumentOutOfRangeException">The number has more than 63 bits.</exception>
public sealed record SearchModSeqKey(ulong Value) : SearchKey
{
    public ulong Value { get; } = CommandText.CheckNumber64(Value, nameof(Value));

    // search-modsequence = "MODSEQ" [search-modseq-ext] SP mod-sequence-valzer       ; RFC 7162 section 7
    internal override void Write(CommandWriter writer) => writer.Raw("MODSEQ ").Number(Value);
}
