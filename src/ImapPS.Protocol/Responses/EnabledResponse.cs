using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>ENABLED (RFC 9051 section 7.2.1).</summary>
public sealed record EnabledResponse(CapabilitySet Capabilities) : Response;
