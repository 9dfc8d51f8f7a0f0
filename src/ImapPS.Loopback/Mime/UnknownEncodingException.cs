namespace ImapPS.Loopback.Mime;

/// <summary>A part's Content-Transfer-Encoding isn't known: BINARY answers UNKNOWN-CTE (RFC 3516 section 4.3).</summary>
internal sealed class UnknownEncodingException(string message) : Exception(message);
