using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>MODIFIED: the messages that a conditional STORE left alone (RFC 7162 section 3.1.3).</summary>
public sealed record ModifiedCode(UidSet Set) : ResponseCode("MODIFIED");
