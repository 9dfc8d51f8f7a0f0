namespace ImapPS.Protocol.Commands;

/// <summary>OLDER or YOUNGER (RFC 5032 section 3).</summary>
/// <exception cref="ArgumentOutOfRangeException">The age is 0.</exception>
public sealed record SearchAgeKey(uint Seconds, bool IsOlder) : SearchKey
{
    public uint Seconds { get; } = Seconds > 0 ? Seconds : throw new ArgumentOutOfRangeException(nameof(Seconds), "An age is at least one second.");

    // search-key =/ ( "OLDER" / "YOUNGER" ) SP nz-number           ; RFC 5032 section 5
    internal override void Write(CommandWriter writer) => writer.Raw(IsOlder ? "OLDER " : "YOUNGER ").Number(Seconds);
}
