namespace ImapPS.Protocol.Responses;

/// <summary>ID; empty if the server says NIL (RFC 2971 section 3.2).</summary>
public sealed record IdResponse(IReadOnlyList<KeyValuePair<string, string?>> Parameters) : Response;
