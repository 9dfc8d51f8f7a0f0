namespace ImapPS.Protocol.Grammar;

/// <summary>The character classes of RFC 9051 section 9.</summary>
internal static class CharClass
{
    // ATOM-CHAR       = <any CHAR except atom-specials>
    // atom-specials   = "(" / ")" / "{" / SP / CTL / list-wildcards / quoted-specials / resp-specials
    // ASTRING-CHAR    = ATOM-CHAR / resp-specials          ; resp-specials = "]"
    private static readonly bool[] AtomTable = Build("(){ %*\"\\]");
    private static readonly bool[] AstringTable = Build("(){ %*\"\\");
    private static readonly bool[] ListTable = Build("(){ \"\\");

    private static readonly bool[] LenientTable = Enumerable.Range(0, 256).Select(c => " ()\"\r\n{".IndexOf((char)c) < 0).ToArray();

    /// <summary>ATOM-CHAR.</summary>
    public static bool IsAtom(byte b) => AtomTable[b];

    /// <summary>ASTRING-CHAR.</summary>
    public static bool IsAstring(byte b) => AstringTable[b];

    /// <summary>list-char, for patterns of LIST.</summary>
    public static bool IsList(byte b) => ListTable[b];

    /// <summary>
    /// What may stand in an atom that a server sends: everything up to the next structure character, so that odd
    /// servers' 8-bit atoms and flags such as <c>\*</c> are read.
    /// </summary>
    public static bool IsLenientAtom(byte b) => LenientTable[b];

    private static bool[] Build(string specials)
    {
        var table = new bool[256];
        for (var c = 0x21; c < 0x7f; c++)
            table[c] = specials.IndexOf((char)c) < 0;
        return table;
    }
}
