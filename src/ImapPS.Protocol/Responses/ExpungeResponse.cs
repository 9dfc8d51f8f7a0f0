namespace ImapPS.Protocol.Responses;

/// <summary>EXPUNGE (RFC 9051 section 7.5.1).</summary>
public sealed record ExpungeResponse(uint Sequence) : Response;
