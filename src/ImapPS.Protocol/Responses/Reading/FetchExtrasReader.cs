using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads the items of FETCH that extensions add.</summary>
/// <remarks>
/// <code>
/// "PREVIEW" SP nstring                                        ; RFC 8970 section 6
/// "SAVEDATE" SP (date-time / nil)                             ; RFC 8514 section 6
/// "EMAILID" SP "(" objectid ")" / "THREADID" SP ( "(" objectid ")" / nil )   ; RFC 8474 section 7
/// objectid = 1*255(ALPHA / DIGIT / "_" / "-")
/// "X-GM-LABELS" SP "(" [astring *(SP astring)] ")" / "X-GM-MSGID" SP number64 / "X-GM-THRID" SP number64
/// </code>
/// Gmail's labels are written as mailbox names are.
/// </remarks>
internal sealed class FetchExtrasReader(ReadingContext context)
{
    /// <summary>RFC 8474 section 7: no id is longer.</summary>
    private const int MaxIdLength = 255;

    // A few dozen, on a hundred thousand messages.
    private readonly ByteCache<string> _labels = new(256, 80);

    /// <returns>False if the item is none of these.</returns>
    public bool TryRead(ref ImapReader reader, scoped ReadOnlySpan<byte> name, FetchResponse fetch)
    {
        switch (name.Length)
        {
            case 7 when Is(name, "PREVIEW"u8):
                var preview = ReadText(ref reader);
                Of(fetch).Preview = preview;
                return true;
            case 7 when Is(name, "EMAILID"u8):
                var email = ReadId(ref reader);
                Of(fetch).EmailId = email;
                return true;
            case 8 when Is(name, "THREADID"u8):
                var thread = ReadId(ref reader);
                Of(fetch).ThreadId = thread;
                return true;
            case 8 when Is(name, "SAVEDATE"u8):
                var date = FetchReader.ReadDate(ref reader);
                Of(fetch).SaveDate = date;
                return true;
            case 10 when Is(name, "X-GM-MSGID"u8):
                var id = ReadNumber(ref reader);
                Of(fetch).GmailMessageId = id;
                return true;
            case 10 when Is(name, "X-GM-THRID"u8):
                var number = ReadNumber(ref reader);
                Of(fetch).GmailThreadId = number;
                return true;
            case 11 when Is(name, "X-GM-LABELS"u8):
                var labels = ReadLabels(ref reader);
                Of(fetch).GmailLabels = labels;
                return true;
            default:
                return false;
        }
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> upper) => ByteText.EqualsIgnoreCase(name, upper);

    // Also where the value is NIL: it was answered.
    private static FetchExtras Of(FetchResponse fetch) => fetch.Extras ??= new FetchExtras();

    private static string? ReadText(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (reader.TryTakeWord("NIL"u8))
            return null;
        if (reader.Peek() is not ((byte)'"' or (byte)'{' or (byte)'~'))
            throw reader.Error("A string was expected");
        return reader.ReadKeptString().GetText();
    }

    private string? ReadId(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (reader.TryTakeWord("NIL"u8))
            return null;
        reader.Expect((byte)'(');
        reader.SkipSpaces();
        // Cyrus 3.6 puts its NIL into the parentheses; no id begins so (RFC 8474 section 4).
        if (reader.TryTakeWord("NIL"u8))
        {
            reader.SkipSpaces();
            reader.Expect((byte)')');
            return null;
        }

        var id = reader.ReadAtom();
        if (id.Length > MaxIdLength)
            throw reader.Error($"An id is longer than {MaxIdLength} characters");
        reader.SkipSpaces();
        reader.Expect((byte)')');
        return context.Intern(id);
    }

    private static ulong ReadNumber(ref ImapReader reader)
    {
        reader.SkipSpaces();
        var number = reader.ReadNumber64();
        FetchReader.EndNumber(ref reader);
        return number;
    }

    private string[] ReadLabels(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (reader.TryTakeWord("NIL"u8))
            return [];
        reader.Expect((byte)'(');
        var labels = new List<string>();
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                return labels.ToArray();
            labels.Add(Label(reader.ReadKeptString(nilAllowed: false).Bytes));
            if (labels.Count > context.Limits.MaxListLength)
                throw reader.Error($"A list has more than {context.Limits.MaxListLength} labels (MaxListLength)");
        }
    }

    private string Label(ReadOnlySpan<byte> wire)
    {
        var kind = context.Utf8 ? 1 : 0;
        if (_labels.TryGet(wire, kind, out var slot, out var label))
            return label;
        label = MailboxName.FromWire(wire, context.Utf8).Name;
        _labels.Store(wire, kind, slot, label);
        return label;
    }
}
