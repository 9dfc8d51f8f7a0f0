namespace ImapPS.Protocol.Responses;

/// <summary>Makes text of a header value's octets: a subject, a display name, a part's description.</summary>
/// <remarks>It is called while a response is read, and its results are kept for equal octets: it must be pure and must not throw.</remarks>
public delegate string HeaderTextDecoder(ReadOnlySpan<byte> text);
