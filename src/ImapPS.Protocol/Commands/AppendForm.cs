namespace ImapPS.Protocol.Commands;

/// <summary>How a message stands in APPEND.</summary>
public enum AppendForm
{
    /// <summary>As a literal: no NUL in it (RFC 9051 section 6.3.12).</summary>
    Literal,

    /// <summary>As a literal8, which may hold NUL (BINARY, RFC 3516 section 4.4).</summary>
    Literal8,

    /// <summary>As <c>UTF8 (literal8)</c>: headers hold UTF-8, and UTF8=ACCEPT is enabled (RFC 6855 section 4; gone in RFC 9755).</summary>
    Utf8,
}
