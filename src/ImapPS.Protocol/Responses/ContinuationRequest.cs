namespace ImapPS.Protocol.Responses;

/// <summary>"+": the server is ready for more (RFC 9051 section 7.6).</summary>
/// <param name="Text">What follows: text, or the base64 of a SASL challenge; may be empty.</param>
public sealed record ContinuationRequest(string Text) : Response;
