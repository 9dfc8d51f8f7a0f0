using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads what a server sends, one message of the <see cref="Framer"/> at a time. One reader a connection; not thread-safe.</summary>
/// <remarks>
/// <code>
/// response      = *(continue-req / response-data) response-done       ; RFC 9051 section 9
/// continue-req  = "+" SP (resp-text / base64) CRLF
/// response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / message-data / capability-data / enable-data) CRLF
/// response-done = response-tagged / response-fatal
/// </code>
/// Nothing that a server sends makes it throw: what can't be read becomes an <see cref="UnknownResponse"/> with its
/// reason, and an item of FETCH that can't be read costs that item (<see cref="FetchResponse.Problems"/>).
/// </remarks>
public sealed class ResponseReader
{
    private const int MaxRaw = 8 * 1024;

    private readonly ReadingContext _context;
    private readonly FlagListReader _flags;
    private readonly StatusReader _statuses;
    private readonly ListReader _lists;
    private readonly MetadataReader _metadata;
    private readonly QuotaReader _quotas;
    private readonly MailboxStatusReader _mailboxes;
    private readonly SearchReader _searches;
    private readonly ThreadReader _threads;
    private readonly FetchReader _fetches;

    /// <param name="limits">The bounds; <see cref="ProtocolLimits.Default"/> if null.</param>
    /// <param name="options">How text is made; <see cref="ResponseReaderOptions.Default"/> if null.</param>
    public ResponseReader(ProtocolLimits? limits = null, ResponseReaderOptions? options = null)
    {
        _context = new ReadingContext(limits ?? ProtocolLimits.Default, options ?? ResponseReaderOptions.Default);
        _flags = new FlagListReader(_context);
        _statuses = new StatusReader(new ResponseCodeReader(_context, _flags));
        _lists = new ListReader(_context);
        _metadata = new MetadataReader(_context);
        _quotas = new QuotaReader(_context);
        _mailboxes = new MailboxStatusReader(_context, _lists);
        _searches = new SearchReader(_context);
        _threads = new ThreadReader(_context);
        _fetches = new FetchReader(_context, _flags);
    }

    /// <summary>Whether mailbox names are UTF-8: set it once UTF8=ACCEPT or IMAP4rev2 is enabled (RFC 6855 section 3, RFC 9051 section 5.1).</summary>
    public bool Utf8
    {
        get => _context.Utf8;
        set => _context.Utf8 = value;
    }

    /// <summary>Gets the content of BODY[...] and BINARY[...] that came within the message; null where arrays are wanted.</summary>
    public ContentTaker? TakeContent
    {
        get => _context.TakeContent;
        set => _context.TakeContent = value;
    }

    /// <summary>Reads one message. Nothing of it is kept by reference.</summary>
    /// <param name="message">The message with its line end, as <see cref="Framer.Message"/> gives it.</param>
    /// <param name="detached">Its literals that were handed on in chunks, <see cref="Framer.Detached"/>.</param>
    public Response Read(ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral>? detached = null)
    {
        var reader = new ImapReader(message, _context.Limits, detached);
        try
        {
            return ReadMessage(ref reader) ?? Unknown(ref reader, null);
        }
        catch (ImapParseException error)
        {
            return Unknown(ref reader, error.Message);
        }
    }

    /// <returns>Null if it is a response nobody knows.</returns>
    private Response? ReadMessage(ref ImapReader reader)
    {
        if (reader.TryTake((byte)'*'))
        {
            reader.ExpectSpace();
            return reader.NextIsDigit || reader.Peek() == '-' ? ReadNumbered(ref reader) : ReadUntagged(ref reader);
        }

        if (reader.TryTake((byte)'+'))
        {
            reader.SkipSpaces();
            return new ContinuationRequest(ByteText.ToText(reader.Rest));
        }

        // response-tagged = tag SP resp-cond-state CRLF
        var tag = ByteText.ToText(reader.ReadAtom());
        reader.ExpectSpace();
        if (!StatusReader.TryGetKind(ReadWord(ref reader), out var kind) || kind is StatusKind.PreAuth or StatusKind.Bye)
            throw reader.Error("OK, NO or BAD was expected");
        return _statuses.Read(ref reader, tag, kind);
    }

    /// <summary>The name of a response, behind which some servers leave out the space.</summary>
    private static ReadOnlySpan<byte> ReadWord(ref ImapReader reader)
    {
        var word = reader.ReadUntil(" [("u8);
        return word.IsEmpty ? throw reader.Error("A response was expected") : word;
    }

    private Response? ReadNumbered(ref ImapReader reader)
    {
        var number = reader.ReadNumber();
        reader.ExpectSpace();
        var word = reader.ReadAtom();
        switch (word.Length)
        {
            case 5 when ByteText.EqualsIgnoreCase(word, "FETCH"u8):
                return _fetches.Read(ref reader, number);
            case 6 when ByteText.EqualsIgnoreCase(word, "EXISTS"u8):
                return new ExistsResponse(number);
            case 6 when ByteText.EqualsIgnoreCase(word, "RECENT"u8):
                return new RecentResponse(number);
            case 7 when ByteText.EqualsIgnoreCase(word, "EXPUNGE"u8):
                return new ExpungeResponse(number);
            default:
                return null;
        }
    }

    private Response? ReadUntagged(ref ImapReader reader)
    {
        // A code without its status word is taken for what it says.
        if (reader.Peek() == '[')
            return _statuses.Read(ref reader, null, StatusKind.Ok);
        var word = ReadWord(ref reader);
        if (StatusReader.TryGetKind(word, out var kind))
            return _statuses.Read(ref reader, null, kind);
        switch (word.Length)
        {
            case 2 when ByteText.EqualsIgnoreCase(word, "ID"u8):
                return ReadId(ref reader);
            case 4 when ByteText.EqualsIgnoreCase(word, "LIST"u8):
                return _lists.Read(ref reader, isLsub: false);
            case 4 when ByteText.EqualsIgnoreCase(word, "LSUB"u8):
                return _lists.Read(ref reader, isLsub: true);
            case 4 when ByteText.EqualsIgnoreCase(word, "SORT"u8):
                return _searches.ReadSort(ref reader);
            case 5 when ByteText.EqualsIgnoreCase(word, "FLAGS"u8):
                reader.SkipSpaces();
                return new FlagsResponse(_flags.Read(ref reader));
            case 6 when ByteText.EqualsIgnoreCase(word, "SEARCH"u8):
                return _searches.ReadSearch(ref reader);
            case 6 when ByteText.EqualsIgnoreCase(word, "THREAD"u8):
                return _threads.Read(ref reader);
            case 6 when ByteText.EqualsIgnoreCase(word, "STATUS"u8):
                return _mailboxes.Read(ref reader);
            case 7 when ByteText.EqualsIgnoreCase(word, "ESEARCH"u8):
                return _searches.ReadESearch(ref reader);
            case 5 when ByteText.EqualsIgnoreCase(word, "QUOTA"u8):
                return _quotas.Read(ref reader);
            case 7 when ByteText.EqualsIgnoreCase(word, "ENABLED"u8):
                return new EnabledResponse(CapabilityReader.Parse(reader.Rest, _context));
            case 8 when ByteText.EqualsIgnoreCase(word, "METADATA"u8):
                return _metadata.Read(ref reader);
            case 8 when ByteText.EqualsIgnoreCase(word, "VANISHED"u8):
                return _searches.ReadVanished(ref reader);
            case 9 when ByteText.EqualsIgnoreCase(word, "QUOTAROOT"u8):
                return _quotas.ReadRoots(ref reader);
            case 9 when ByteText.EqualsIgnoreCase(word, "NAMESPACE"u8):
                return _lists.ReadNamespaces(ref reader);
            case 10 when ByteText.EqualsIgnoreCase(word, "CAPABILITY"u8):
                return new CapabilityResponse(CapabilityReader.Parse(reader.Rest, _context));
            default:
                return null;
        }
    }

    /// <summary>id-response = "ID" SP id-params-list; "(" *(string SP nstring) ")" / nil (RFC 2971 section 4).</summary>
    private IdResponse ReadId(ref ImapReader reader)
    {
        var parameters = new List<KeyValuePair<string, string?>>();
        reader.SkipSpaces();
        if (reader.AtEnd || reader.TryTakeWord("NIL"u8))
            return new IdResponse(parameters);
        reader.Expect((byte)'(');
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                return new IdResponse(parameters);
            if (parameters.Count >= _context.Limits.MaxListLength)
                throw reader.Error($"A list has more than {_context.Limits.MaxListLength} entries (MaxListLength)");
            var name = reader.ReadKeptString(nilAllowed: false).GetText();
            reader.SkipSpaces();
            parameters.Add(new(name ?? "", reader.Peek() == ')' ? null : reader.ReadKeptString().GetText()));
        }
    }

    private static UnknownResponse Unknown(ref ImapReader reader, string? problem)
    {
        reader.Rewind(0);
        var raw = reader.Rest;
        return new UnknownResponse(raw.Slice(0, Math.Min(raw.Length, MaxRaw)).ToArray(), problem);
    }
}
