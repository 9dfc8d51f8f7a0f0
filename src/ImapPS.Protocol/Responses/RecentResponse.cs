namespace ImapPS.Protocol.Responses;

/// <summary>RECENT (RFC 3501 section 7.3.2).</summary>
public sealed record RecentResponse(uint Count) : Response;
