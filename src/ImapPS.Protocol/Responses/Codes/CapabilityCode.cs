using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>CAPABILITY (RFC 9051 section 7.1).</summary>
public sealed record CapabilityCode(CapabilitySet Capabilities) : ResponseCode("CAPABILITY");
