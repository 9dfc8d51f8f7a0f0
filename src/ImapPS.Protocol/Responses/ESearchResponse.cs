using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>ESEARCH; what was not returned is null (RFC 9051 section 7.3.4).</summary>
public sealed record ESearchResponse(string? Tag, bool IsUid) : Response
{
    public uint? Min { get; init; }

    public uint? Max { get; init; }

    public uint? Count { get; init; }

    /// <summary>ALL; null also when there are no matches.</summary>
    public UidSet? All { get; init; }

    public ulong? ModSeq { get; init; }
}
