using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads FETCH. An item that can't be read costs that item, as long as its end can be found.</summary>
/// <remarks>
/// <code>
/// message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))                        ; RFC 9051 section 9
/// msg-att      = "(" (msg-att-dynamic / msg-att-static) *(SP (msg-att-dynamic / msg-att-static)) ")"
/// msg-att-dynamic = "FLAGS" SP "(" [flag-fetch *(SP flag-fetch)] ")"
/// msg-att-static  = "ENVELOPE" SP envelope / "INTERNALDATE" SP date-time / "RFC822.SIZE" SP number64 /
///                   "BODY" ["STRUCTURE"] SP body / "BODY" section ["&lt;" number "&gt;"] SP nstring /
///                   "BINARY" section-binary SP (nstring / literal8) / "BINARY.SIZE" section-binary SP number /
///                   "UID" SP uniqueid
/// fetch-mod-resp  = "MODSEQ" SP "(" permsg-modsequence ")"                              ; RFC 7162 section 7
/// </code>
/// RFC822, RFC822.HEADER and RFC822.TEXT (RFC 3501 section 7.4.2) are read as the sections they stand for; what extensions
/// add is read by <see cref="FetchExtrasReader"/>.
/// </remarks>
internal sealed class FetchReader
{
    /// <summary>How many items may fail. Each costs an exception, and one line has room for a million of them.</summary>
    private const int MaxFailures = 100;

    private readonly ReadingContext _context;
    private readonly EnvelopeReader _envelopes;
    private readonly BodyStructureReader _bodies;
    private readonly FlagListReader _flags;
    private readonly FetchSectionReader _sections;
    private readonly FetchExtrasReader _extras;
    private List<string>? _problems;
    private int _failures;

    public FetchReader(ReadingContext context, FlagListReader flags)
    {
        _context = context;
        _flags = flags;
        _envelopes = new EnvelopeReader(context);
        _bodies = new BodyStructureReader(context, _envelopes);
        _sections = new FetchSectionReader(context);
        _extras = new FetchExtrasReader(context);
    }

    /// <exception cref="ImapParseException">No list follows.</exception>
    public FetchResponse Read(ref ImapReader reader, uint sequence)
    {
        var fetch = new FetchResponse(sequence);
        _sections.Begin();
        _problems = null;
        _failures = 0;
        reader.SkipSpaces();
        reader.Expect((byte)'(');
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                break;
            if (reader.AtEnd)
            {
                AddProblem("The response ends before its list does");
                break;
            }

            var name = ReadName(ref reader);
            var value = reader.Position;
            try
            {
                ReadItem(ref reader, name, fetch);
            }
            catch (ImapParseException error)
            {
                if (!TryRecover(ref reader, name, value, fetch, error))
                    break;
            }
        }

        if (_sections.End() is { } sections)
            fetch.Sections = sections;
        if (_problems is not null)
            fetch.Problems = _problems;
        return fetch;
    }

    private void ReadItem(ref ImapReader reader, scoped ReadOnlySpan<byte> name, FetchResponse fetch)
    {
        switch (name.Length)
        {
            case 3 when Is(name, "UID"u8):
                reader.SkipSpaces();
                var uid = reader.ReadNumber();
                EndNumber(ref reader);
                fetch.Uid = uid;
                return;
            case 5 when Is(name, "FLAGS"u8):
                reader.SkipSpaces();
                fetch.Flags = _flags.Read(ref reader);
                return;
            case 8 when Is(name, "ENVELOPE"u8):
                reader.SkipSpaces();
                if (!reader.TryTakeWord("NIL"u8))
                    fetch.Envelope = _envelopes.Read(ref reader);
                return;
            case 12 when Is(name, "INTERNALDATE"u8):
                fetch.InternalDate = ReadDate(ref reader);
                return;
            case 11 when Is(name, "RFC822.SIZE"u8):
                fetch.Size = ReadSize(ref reader);
                return;
            case 6 when Is(name, "MODSEQ"u8):
                fetch.ModSeq = ReadModSeq(ref reader);
                return;
            case 4 when Is(name, "BODY"u8):
                if (reader.Peek() == '[')
                    _sections.Read(ref reader, isBinary: false);
                else
                    ReadBody(ref reader, fetch);
                return;
            case 13 when Is(name, "BODYSTRUCTURE"u8):
                ReadBody(ref reader, fetch);
                return;
            case 6 when Is(name, "BINARY"u8) && reader.Peek() == '[':
                _sections.Read(ref reader, isBinary: true);
                return;
            case 11 when Is(name, "BINARY.SIZE"u8) && reader.Peek() == '[':
                _sections.ReadSize(ref reader);
                return;
            case 6 when Is(name, "RFC822"u8):
                _sections.ReadContent(ref reader, "");
                return;
            case 13 when Is(name, "RFC822.HEADER"u8):
                _sections.ReadContent(ref reader, "HEADER");
                return;
            case 11 when Is(name, "RFC822.TEXT"u8):
                _sections.ReadContent(ref reader, "TEXT");
                return;
            default:
                if (!_extras.TryRead(ref reader, name, fetch))
                    SkipUnknown(ref reader);
                return;
        }
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> upper) => ByteText.EqualsIgnoreCase(name, upper);

    private static ReadOnlySpan<byte> ReadName(ref ImapReader reader)
    {
        var rest = reader.Rest;
        var length = 0;
        while (length < rest.Length && rest[length] is not ((byte)' ' or (byte)'[' or (byte)'(' or (byte)')' or (byte)'"' or (byte)'{'))
            length++;
        reader.Skip(length);
        return rest.Slice(0, length);
    }

    internal static DateTimeOffset? ReadDate(ref ImapReader reader)
    {
        reader.SkipSpaces();
        var token = reader.ReadKeptString();
        if (token.IsNil)
            return null;
        if (!ImapDate.TryParseDateTime(token.Bytes, out var date))
            throw reader.Error("A date such as \"17-Jul-1996 02:44:25 -0700\" was expected");
        return date;
    }

    /// <summary>What follows a number at once is no name: the value was something else.</summary>
    internal static void EndNumber(ref ImapReader reader)
    {
        if (reader.Peek() is not ((byte)' ' or (byte)')') && !reader.AtEnd)
            throw reader.Error("A number was expected");
    }

    internal static long ReadSize(ref ImapReader reader)
    {
        reader.SkipSpaces();
        var size = reader.ReadNumber64();
        EndNumber(ref reader);
        if (size > long.MaxValue)
            throw reader.Error("A size is over 9223372036854775807");
        return (long)size;
    }

    private static ulong? ReadModSeq(ref ImapReader reader)
    {
        reader.SkipSpaces();
        reader.Expect((byte)'(');
        reader.SkipSpaces();
        ulong? modSeq = null;
        // -1 is what some servers say for a mailbox without mod-sequences.
        if (!reader.TryTakeWord("-1"u8))
            modSeq = reader.ReadNumber64();
        reader.SkipSpaces();
        reader.Expect((byte)')');
        return modSeq;
    }

    private void ReadBody(ref ImapReader reader, FetchResponse fetch)
    {
        reader.SkipSpaces();
        if (reader.TryTakeWord("NIL"u8) || reader.Peek() != '(')
            return; // NIL, or no value at all: the next item's name follows
        var start = reader.Position;
        var body = _bodies.Read(ref reader);
        if (reader.Position - start <= 2)
            throw reader.Error("The body structure is empty");
        // BODYSTRUCTURE says more than BODY, should both be there.
        if (fetch.Body is not { HasExtensionData: true } || body.HasExtensionData)
            fetch.Body = body;
    }

    private void SkipUnknown(ref ImapReader reader)
    {
        if (reader.Peek() == '[')
        {
            _sections.ReadName(ref reader);
            if (reader.TryTake((byte)'<'))
                reader.ReadUntil(" )"u8);
        }

        reader.SkipSpaces();
        if (reader.Peek() != ')')
            reader.SkipValue();
    }

    /// <returns>Whether reading can go on behind the item.</returns>
    private bool TryRecover(ref ImapReader reader, scoped ReadOnlySpan<byte> name, int value, FetchResponse fetch, ImapParseException error)
    {
        if (++_failures > MaxFailures)
        {
            AddProblem($"The rest of the response is lost: more than {MaxFailures} items can't be read");
            return false;
        }

        try
        {
            if (name.Length is 4 or 8 or 13)
            {
                // Perhaps a quote that isn't escaped, which only these items are likely to have.
                reader.Rewind(value);
                reader.LenientQuotes = true;
                ReadItem(ref reader, name, fetch);
                reader.LenientQuotes = false;
                return true;
            }
        }
        catch (ImapParseException)
        {
            // It was something else; the first error tells more, and is reported below.
        }

        reader.LenientQuotes = false;
        AddProblem($"{ReadingContext.Shorten(name)}: {error.Message}");
        reader.Rewind(value);
        try
        {
            SkipUnknown(ref reader);
            return true;
        }
        catch (ImapParseException unskippable)
        {
            AddProblem($"The rest of the response is lost: {unskippable.Message}");
            return false;
        }
    }

    private void AddProblem(string problem) => (_problems ??= []).Add(problem);
}
