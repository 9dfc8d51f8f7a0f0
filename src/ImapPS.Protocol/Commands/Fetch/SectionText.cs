using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Commands;

/// <summary>Checks what stands between the brackets of BODY[...].</summary>
/// <remarks>
/// <code>
/// section-spec    = section-msgtext / (section-part ["." section-text])       ; RFC 9051 section 9
/// section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
/// section-part    = nz-number *("." nz-number)
/// section-text    = section-msgtext / "MIME"
/// header-list     = "(" header-fld-name *(SP header-fld-name) ")"
/// section-binary  = "[" [section-part] "]"
/// </code>
/// </remarks>
internal static class SectionText
{
    private const int MaxLength = 1000;

    /// <summary>The section with its words in upper case.</summary>
    /// <exception cref="ArgumentException">It is no section-spec.</exception>
    public static string Normalize(string section)
    {
        if (section is null)
            throw new ArgumentNullException(nameof(section));
        if (section.Length > MaxLength)
            throw new ArgumentException($"A section takes at most {MaxLength} characters.", nameof(section));
        var text = PartLength(section);
        if (text == section.Length)
            return section;
        var part = section.Substring(0, text);
        var rest = section.Substring(text);
        if (part.Length > 0)
        {
            if (rest[0] != '.')
                throw Invalid();
            part += ".";
            rest = rest.Substring(1);
        }

        var open = rest.IndexOf('(');
        var word = (open < 0 ? rest : rest.Substring(0, open)).ToUpperInvariant();
        return word switch
        {
            "HEADER" or "TEXT" when open < 0 => part + word,
            "MIME" when open < 0 && part.Length > 0 => part + word,
            "HEADER.FIELDS " or "HEADER.FIELDS.NOT " when open > 0 => part + word + Names(rest.Substring(open)),
            _ => throw Invalid(),
        };
    }

    /// <summary>Whether the section is the whole message or a part number.</summary>
    public static bool IsPart(string section) => PartLength(section) == section.Length;

    /// <summary>Whether this can stand as a field's name in a section: RFC 5322 section 2.2, without what would need quotes.</summary>
    public static bool IsFieldName(string name)
    {
        foreach (var c in name)
        {
            if (c is ':' or '[' or > '~' || !CharClass.IsAtom((byte)c))
                return false;
        }

        return name.Length > 0;
    }

    /// <exception cref="ArgumentException">It can't.</exception>
    public static string CheckFieldName(string name) =>
        IsFieldName(name) ? name : throw new ArgumentException("A header field's name is made of printable ASCII other than (){:%*\"\\[] and space.");

    private static string Names(string list)
    {
        if (list[list.Length - 1] != ')')
            throw Invalid();
        var names = list.Substring(1, list.Length - 2).Split(' ');
        foreach (var name in names)
            CheckFieldName(name);
        return list;
    }

    /// <summary>How much of the section is part numbers.</summary>
    private static int PartLength(string section)
    {
        var end = 0;
        var at = 0;
        while (at < section.Length)
        {
            var start = at;
            while (at < section.Length && section[at] is >= '0' and <= '9')
                at++;
            if (at == start || section[start] == '0' || at - start > 9)
                break;
            end = at;
            if (at == section.Length || section[at] != '.')
                break;
            at++;
        }

        return end;
    }

    private static ArgumentException Invalid() => new("A section is HEADER, TEXT, HEADER.FIELDS (names), HEADER.FIELDS.NOT (names), a part number, or one of these or MIME behind a part number.");
}
