using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>FLAGS (RFC 9051 section 7.3.5).</summary>
public sealed record FlagsResponse(MessageFlags Flags) : Response;
