namespace ImapPS.Protocol.Responses;

/// <summary>EXISTS (RFC 9051 section 7.4.1).</summary>
public sealed record ExistsResponse(uint Count) : Response;
