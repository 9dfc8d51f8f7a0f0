using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>CAPABILITY (RFC 9051 section 7.2.2).</summary>
public sealed record CapabilityResponse(CapabilitySet Capabilities) : Response;
