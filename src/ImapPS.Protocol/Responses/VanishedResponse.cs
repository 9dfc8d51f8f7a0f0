using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>VANISHED (RFC 7162 section 3.2.10).</summary>
public sealed record VanishedResponse(bool Earlier, UidSet Uids) : Response;
