namespace ImapPS.Client.Mime;

/// <summary>The charset names of mail, registered and not, and the code page that reads each.</summary>
/// <remarks>
/// Source: the IANA character set registry, and the labels that real mail uses instead. Where a wider charset reads
/// everything that a narrower one does (Windows-1252 for ISO-8859-1, GB18030 for GB2312, 949 for EUC-KR), it is taken,
/// as mail labelled with the narrow one often holds characters of the wide one.
/// </remarks>
internal static class CharsetNames
{
    internal const int Unknown = 0;
    internal const int Ascii = 20127;
    internal const int Utf8 = 65001;
    internal const int Windows1252 = 1252;

    private static readonly Dictionary<string, int> CodePages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ascii"] = Ascii, ["usascii"] = Ascii, ["ansix341968"] = Ascii, ["iso646us"] = Ascii, ["646"] = Ascii, ["csascii"] = Ascii,
        ["utf8"] = Utf8, ["unicode11utf8"] = Utf8, ["xutf8"] = Utf8, ["utf8mb4"] = Utf8,
        ["latin1"] = Windows1252, ["l1"] = Windows1252, ["iso88591"] = Windows1252, ["ansi"] = Windows1252,
        ["latin2"] = 28592, ["latin3"] = 28593, ["latin4"] = 28594, ["latin5"] = 1254, ["latin9"] = 28605,
        ["iso88592"] = 28592, ["iso88593"] = 28593, ["iso88594"] = 28594, ["iso88595"] = 28595, ["cyrillic"] = 28595,
        ["iso88596"] = 28596, ["iso88596i"] = 28596, ["arabic"] = 28596, ["iso88597"] = 28597, ["greek"] = 28597,
        ["iso88598"] = 28598, ["iso88598e"] = 28598, ["hebrew"] = 28598, ["iso88598i"] = 38598, ["logical"] = 38598,
        ["iso88599"] = 1254, ["iso885911"] = 874, ["tis620"] = 874, ["iso885913"] = 28603, ["iso885915"] = 28605,
        ["koi8r"] = 20866, ["koi8"] = 20866, ["koi"] = 20866, ["koi8u"] = 21866, ["koi8ru"] = 21866,
        ["gb2312"] = 54936, ["gb231280"] = 54936, ["gbk"] = 54936, ["xgbk"] = 54936, ["gb18030"] = 54936, ["euccn"] = 54936,
        ["csgb2312"] = 54936, ["chinese"] = 54936, ["hzgb2312"] = 52936,
        ["big5"] = 950, ["big5hkscs"] = 950, ["xxbig5"] = 950, ["csbig5"] = 950, ["cnbig5"] = 950,
        ["shiftjis"] = 932, ["xsjis"] = 932, ["sjis"] = 932, ["mskanji"] = 932, ["windows31j"] = 932, ["csshiftjis"] = 932, ["ms932"] = 932,
        ["eucjp"] = 51932, ["xeucjp"] = 51932, ["ujis"] = 51932, ["iso2022jp"] = 50220, ["csiso2022jp"] = 50220, ["iso2022jpms"] = 50220,
        ["euckr"] = 949, ["ksc56011987"] = 949, ["ksc5601"] = 949, ["ksc56011989"] = 949, ["korean"] = 949, ["uhc"] = 949, ["cseuckr"] = 949,
        ["iso2022kr"] = 50225, ["johab"] = 1361, ["viscii"] = 1258,
        ["macintosh"] = 10000, ["mac"] = 10000, ["macroman"] = 10000, ["xmacroman"] = 10000, ["xmaccyrillic"] = 10007,
        ["utf16"] = 1200, ["utf16le"] = 1200, ["ucs2"] = 1200, ["unicode"] = 1200, ["utf16be"] = 1201, ["utf32"] = 12000, ["utf32le"] = 12000, ["utf32be"] = 12001,
    };

    /// <summary>Code pages that a number in a name (windows-1251, cp866, ibm850) may stand for.</summary>
    private static readonly HashSet<int> Numbered =
    [
        437, 708, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874, 932, 936, 949, 950,
        1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 1361,
    ];

    private static readonly string[] NumberedPrefixes = ["windows", "xwindows", "win", "cp", "xcp", "ibm", "ms", "dos"];

    /// <summary>The code page for a charset name; <see cref="Unknown"/> for one that isn't known or is refused.</summary>
    internal static int Find(ReadOnlySpan<char> name)
    {
        Span<char> key = stackalloc char[MaxKeyLength];
        var length = 0;
        foreach (var c in name)
        {
            // Spelling varies in these only: ISO_8859-1:1987, iso8859_1, "utf-8".
            if (c is '-' or '_' or ' ' or '.' or ':' or '(' or ')' or '"' or '\'')
                continue;
            if (length == MaxKeyLength)
                return Unknown;
            key[length++] = c;
        }
        var text = key.Slice(0, length).ToString();
        if (CodePages.TryGetValue(text, out var codePage))
            return codePage;
        if (text.StartsWith("iso8859", StringComparison.OrdinalIgnoreCase) && text.Length > 11
            && CodePages.TryGetValue(text.Substring(0, text.Length - 4), out codePage))
            return codePage;
        return FindNumbered(text);
    }

    private const int MaxKeyLength = 40;

    private static int FindNumbered(string text)
    {
        foreach (var prefix in NumberedPrefixes)
        {
            if (!text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            var number = Number(text, prefix.Length);
            if (number == Utf8)
                return Utf8;
            if (number == 936)
                return 54936;
            // UTF-7 (65000) is not among these: it hides characters from whoever looks at the bytes, so it is never read.
            if (Numbered.Contains(number))
                return number;
        }
        return Unknown;
    }

    private static int Number(string text, int from)
    {
        var value = 0;
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9' || value > 99_999)
                return Unknown;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }
}
