namespace ImapPS.Protocol.Responses;

/// <summary>Anything that a server sends: see the derived types, one a response of RFC 9051 section 7.</summary>
public abstract record Response;
