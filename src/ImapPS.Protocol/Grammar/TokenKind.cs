namespace ImapPS.Protocol.Grammar;

/// <summary>The form in which a string came.</summary>
public enum TokenKind
{
    Nil,
    Atom,
    Quoted,
    Literal,

    /// <summary>A literal that was handed on in chunks; see <see cref="ImapToken.Detached"/>.</summary>
    Detached,
}
