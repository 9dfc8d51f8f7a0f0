using System.Buffers.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads response codes. A code that can't be read as what its name promises is kept as text; none is an error.</summary>
/// <remarks>
/// <code>
/// resp-text-code = "ALERT" / "BADCHARSET" [SP "(" charset *(SP charset) ")" ] / capability-data / "PARSE" /
///                  "PERMANENTFLAGS" SP "(" [flag-perm *(SP flag-perm)] ")" / "READ-ONLY" / "READ-WRITE" / "TRYCREATE" /
///                  "UIDNEXT" SP nz-number / "UIDVALIDITY" SP nz-number / resp-code-apnd / resp-code-copy / ... /
///                  atom [SP 1*&lt;any TEXT-CHAR except "]"&gt;]              ; RFC 9051 section 9
/// resp-code-apnd = "APPENDUID" SP nz-number SP append-uid
/// resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set             ; RFC 4315 section 4
/// "HIGHESTMODSEQ" SP mod-sequence-value / "NOMODSEQ" / "MODIFIED" SP sequence-set  ; RFC 7162 section 7
/// "REFERRAL" SP url                                                         ; RFC 2221
/// </code>
/// </remarks>
internal sealed class ResponseCodeReader(ReadingContext context, FlagListReader flags)
{
    /// <summary>Reads a code from its "[" to its "]"; null if the brackets are empty.</summary>
    public ResponseCode? Read(ref ImapReader reader)
    {
        reader.Expect((byte)'[');
        reader.SkipSpaces();
        var rest = reader.Rest;
        var end = FindEnd(rest);
        if (end < 0)
            return ReadUnclosed(ref reader);
        reader.Skip(end + 1);
        var code = ByteText.TrimEnd(rest.Slice(0, end));
        var space = code.IndexOf((byte)' ');
        if (code.IsEmpty)
            return null;
        return space < 0
            ? Parse(code, default)
            : Parse(code.Slice(0, space), ByteText.TrimStart(code.Slice(space + 1)));
    }

    /// <summary>The bracket that closes: the first, but in BADCHARSET the first that stands in no string.</summary>
    private static int FindEnd(ReadOnlySpan<byte> rest)
    {
        var first = rest.IndexOf((byte)']');
        if (first < 0 || rest.Length < 10 || !ByteText.EqualsIgnoreCase(rest.Slice(0, 10), "BADCHARSET"u8))
            return first;
        var quoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '"')
                quoted = !quoted;
            else if (quoted && rest[i] == '\\')
                i++;
            else if (!quoted && rest[i] == ']')
                return i;
        }

        return first;
    }

    /// <summary>No bracket closes: the name is a code, a number behind it is its argument, and the rest is text.</summary>
    private ResponseCode? ReadUnclosed(ref ImapReader reader)
    {
        var name = reader.ReadUntil(" "u8);
        if (name.IsEmpty)
            return null;
        reader.SkipSpaces();
        return Parse(name, reader.NextIsDigit ? reader.ReadUntil(" "u8) : default);
    }

    private ResponseCode Parse(ReadOnlySpan<byte> word, ReadOnlySpan<byte> arguments)
    {
        var name = context.Intern(word);
        if (HasLower(word))
            name = name.ToUpperInvariant();
        if (arguments.IsEmpty && name is not "BADCHARSET")
            return new ResponseCode(name);
        return TryParseKnown(name, arguments) ?? new ResponseCode(name) { Arguments = ByteText.ToText(arguments) };
    }

    private static bool HasLower(ReadOnlySpan<byte> word)
    {
        foreach (var b in word)
        {
            if (b is >= (byte)'a' and <= (byte)'z')
                return true;
        }

        return false;
    }

    private ResponseCode? TryParseKnown(string name, ReadOnlySpan<byte> arguments)
    {
        switch (name)
        {
            case "CAPABILITY":
                return new CapabilityCode(CapabilityReader.Parse(arguments, context));
            case "PERMANENTFLAGS":
                return TryParseFlags(arguments);
            case "BADCHARSET":
                return TryParseCharsets(arguments);
            case "APPENDUID":
                return TryTakeNumber(ref arguments, out var appended) && UidSet.TryParseOrdered(arguments, out var uids, context.Limits.MaxSetRanges)
                    ? new AppendUidCode(appended, uids)
                    : null;
            case "COPYUID":
                return TryParseCopyUid(arguments);
            case "MODIFIED":
                return UidSet.TryParse(arguments, out var modified, context.Limits.MaxSetRanges) ? new ModifiedCode(modified) : null;
            case "REFERRAL":
                return new ReferralCode(ByteText.ToText(arguments));
            default:
                return Utf8Parser.TryParse(arguments, out ulong number, out var used) && used == arguments.Length
                    ? new NumberCode(name, number)
                    : null;
        }
    }

    private PermanentFlagsCode? TryParseFlags(ReadOnlySpan<byte> arguments)
    {
        try
        {
            var reader = new ImapReader(arguments, context.Limits);
            var read = flags.Read(ref reader);
            return reader.AtEnd ? new PermanentFlagsCode(read) : null;
        }
        catch (ImapParseException)
        {
            return null; // kept as text
        }
    }

    private BadCharsetCode? TryParseCharsets(ReadOnlySpan<byte> arguments)
    {
        var charsets = new List<string>();
        if (arguments.IsEmpty)
            return new BadCharsetCode(charsets);
        try
        {
            var reader = new ImapReader(arguments, context.Limits);
            reader.Expect((byte)'(');
            while (true)
            {
                reader.SkipSpaces();
                if (reader.TryTake((byte)')'))
                    return reader.AtEnd ? new BadCharsetCode(charsets) : null;
                charsets.Add(context.Intern(reader.ReadKeptString(nilAllowed: false).Bytes));
                if (charsets.Count > context.Limits.MaxListLength)
                    return null;
            }
        }
        catch (ImapParseException)
        {
            return null; // kept as text
        }
    }

    private CopyUidCode? TryParseCopyUid(ReadOnlySpan<byte> arguments)
    {
        if (!TryTakeNumber(ref arguments, out var validity))
            return null;
        var space = arguments.IndexOf((byte)' ');
        if (space < 0
            || !UidSet.TryParseOrdered(arguments.Slice(0, space), out var source, context.Limits.MaxSetRanges)
            || !UidSet.TryParseOrdered(ByteText.TrimStart(arguments.Slice(space + 1)), out var destination, context.Limits.MaxSetRanges))
            return null;
        return new CopyUidCode(validity, source, destination);
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out uint value)
    {
        if (!Utf8Parser.TryParse(text, out value, out var used) || used == text.Length || text[used] != ' ')
            return false;
        text = ByteText.TrimStart(text.Slice(used));
        return true;
    }
}
