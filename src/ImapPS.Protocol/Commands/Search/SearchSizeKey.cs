namespace ImapPS.Protocol.Commands;

/// <summary>LARGER or SMALLER (RFC 9051 section 6.4.4).</summary>
/// <exception cref="ArgumentOutOfRangeException">The number has more than 63 bits.</exception>
public sealed record SearchSizeKey(ulong Octets, bool IsLarger) : SearchKey
{
    public ulong Octets { get; } = CommandText.CheckNumber64(Octets, nameof(Octets));

    // "LARGER" SP number64 / "SMALLER" SP number64        ; RFC 9051 section 9
    internal override void Write(CommandWriter writer) => writer.Raw(IsLarger ? "LARGER " : "SMALLER ").Number(Octets);
}
