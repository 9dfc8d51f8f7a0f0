using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>PERMANENTFLAGS (RFC 9051 section 7.1).</summary>
public sealed record PermanentFlagsCode(MessageFlags Flags) : ResponseCode("PERMANENTFLAGS");
