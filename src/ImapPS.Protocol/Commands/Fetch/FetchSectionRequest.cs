using System.Globalization;

namespace ImapPS.Protocol.Commands;

/// <summary>A request for BODY[section], BINARY[section] or BINARY.SIZE[section] (RFC 9051 section 6.4.5).</summary>
public sealed record FetchSectionRequest
{
    private readonly bool _binary;
    private readonly bool _sizeOnly;
    private readonly uint? _count;

    /// <param name="section">"", "HEADER", "TEXT", "HEADER.FIELDS (SUBJECT FROM)", "1.2", "1.2.MIME"...</param>
    /// <exception cref="ArgumentException">It is no section-spec (RFC 9051 section 9).</exception>
    public FetchSectionRequest(string section) => Section = SectionText.Normalize(section);

    /// <summary>The whole message, without setting \Seen.</summary>
    public static FetchSectionRequest Whole { get; } = new("");

    /// <summary>All header fields, without setting \Seen.</summary>
    public static FetchSectionRequest Header { get; } = new("HEADER");

    /// <summary>What stands in the brackets; words in upper case, names of header fields as given.</summary>
    public string Section { get; }

    /// <summary>Whether it is the whole message or a part, rather than a header or a text.</summary>
    public bool IsPart => SectionText.IsPart(Section);

    /// <summary>True by default: reading never sets \Seen.</summary>
    public bool Peek { get; init; } = true;

    /// <summary>BINARY: the server takes the transfer encoding off (RFC 3516).</summary>
    /// <exception cref="ArgumentException">The section isn't a part number.</exception>
    public bool Binary
    {
        get => _binary;
        init => _binary = value && !SectionText.IsPart(Section) ? throw NoPart() : value;
    }

    /// <summary>BINARY.SIZE: the number of octets that BINARY would give, and nothing else; Binary, Peek and the range don't apply.</summary>
    /// <exception cref="ArgumentException">The section isn't a part number.</exception>
    public bool SizeOnly
    {
        get => _sizeOnly;
        init => _sizeOnly = value && !SectionText.IsPart(Section) ? throw NoPart() : value;
    }

    /// <summary>The first octet of a partial fetch, from 0; needs <see cref="Count"/>.</summary>
    public uint? Origin { get; init; }

    /// <summary>The most octets of a partial fetch; needs <see cref="Origin"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is 0.</exception>
    public uint? Count
    {
        get => _count;
        init => _count = value == 0 ? throw new ArgumentOutOfRangeException(nameof(Count), "A partial fetch takes at least one octet.") : value;
    }

    /// <summary>The header fields of these names, without setting \Seen.</summary>
    /// <param name="names">The names of the fields, without colon.</param>
    /// <param name="except">All fields but these.</param>
    /// <exception cref="ArgumentException">There is no name, or one that can't be a field's.</exception>
    public static FetchSectionRequest HeaderFields(IEnumerable<string> names, bool except = false) =>
        new((except ? "HEADER.FIELDS.NOT (" : "HEADER.FIELDS (") + string.Join(" ", names.Select(SectionText.CheckFieldName)) + ")");

    /// <summary>The item as it is sent.</summary>
    // fetch-att = "BODY" section ["<" number64 "." nz-number64 ">"] / "BODY.PEEK" section [partial]
    //           / "BINARY" [".PEEK"] section-binary [partial] / "BINARY.SIZE" section-binary      ; RFC 9051 section 9
    // section   = "[" [section-spec] "]"
    public override string ToString()
    {
        if (SizeOnly)
            return "BINARY.SIZE[" + Section + "]";
        var item = (Binary ? "BINARY" : "BODY") + (Peek ? ".PEEK[" : "[") + Section + "]";
        return Count is { } count
            ? item + string.Format(CultureInfo.InvariantCulture, "<{0}.{1}>", Origin, count)
            : item;
    }

    private static ArgumentException NoPart() => new("BINARY takes part numbers only (RFC 3516 section 4.2).");
}
