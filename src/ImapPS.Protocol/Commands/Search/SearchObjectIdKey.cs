namespace ImapPS.Protocol.Commands;

/// <summary>EMAILID or THREADID (RFC 8474 section 6).</summary>
/// <exception cref="ArgumentException">It is no objectid.</exception>
public sealed record SearchObjectIdKey(string Id, bool IsThread) : SearchKey
{
    public string Id { get; } = CommandText.CheckObjectId(Id, nameof(Id));

    // search-key =/ "EMAILID" SP objectid / "THREADID" SP objectid          ; RFC 8474 section 7
    internal override void Write(CommandWriter writer) => writer.Raw(IsThread ? "THREADID " : "EMAILID ").Raw(Id);
}
