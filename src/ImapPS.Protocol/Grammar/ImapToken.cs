using ImapPS.Protocol.Framing;

namespace ImapPS.Protocol.Grammar;

/// <summary>A string or atom where it lies in the buffer, quotes and escapes taken off.</summary>
public readonly ref struct ImapToken(TokenKind kind, ReadOnlySpan<byte> bytes, DetachedLiteral? detached = null)
{
    public TokenKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public DetachedLiteral? Detached { get; } = detached;

    public bool IsNil => Kind == TokenKind.Nil;

    /// <summary>The text as UTF-8, or as Latin-1 where it isn't UTF-8; null for NIL.</summary>
    public string? GetText() => IsNil ? null : ByteText.ToText(Bytes);
}
