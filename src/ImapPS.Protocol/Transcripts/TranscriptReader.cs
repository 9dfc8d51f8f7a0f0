namespace ImapPS.Protocol.Transcripts;

/// <summary>
/// Reads traces of IMAP in whatever form: our own transcripts, dialogs of "C:" and "S:" lines, sessions of openssl s_client
/// and the like, logs of Dovecot, Cyrus, and Python's imaplib. What is damaged or cut costs what it is in, no more.
/// </summary>
public sealed class TranscriptReader
{
    /// <summary>The longest line that is read, in octets.</summary>
    public const int MaxLine = 16 * 1024 * 1024;

    /// <summary>How many lines are looked at to tell the form.</summary>
    private const int MaxUnknownLines = 1_000;

    private const int MaxConnections = 100_000;

    private readonly bool _keepContent;
    private readonly SortedDictionary<int, TraceConversation> _conversations = [];
    private readonly IReadOnlyList<TraceFormat> _formats;
    private TraceFormat? _format;
    private int _unknown;

    /// <param name="keepContent">Whether to keep all that was said, for replay.</param>
    /// <param name="rawLog">Whose words a log of Dovecot holds; null for both.</param>
    public TranscriptReader(bool keepContent = false, TranscriptDirection? rawLog = null)
    {
        _keepContent = keepContent;
        _formats = [new OwnTraceFormat(), new TelemetryTraceFormat(), new RawLogTraceFormat(rawLog), new ImaplibTraceFormat(), new DialogTraceFormat(), new SessionTraceFormat()];
    }

    /// <summary>The names of the forms that are understood.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = new TranscriptReader()._formats.Select(static f => f.Name).ToArray();

    /// <summary>The form of this trace; null until it is known.</summary>
    public string? FormatName => _format?.Name;

    /// <summary>Whether names and contents are replaced in it.</summary>
    public bool IsRedacted => _format is OwnTraceFormat { IsRedacted: true };

    /// <summary>Reads a line.</summary>
    /// <param name="line">Its octets as Latin-1, the line end taken off.</param>
    /// <returns>The exchanges that are complete with it.</returns>
    /// <exception cref="FormatException">It is no trace of a known form, or its bounds are passed.</exception>
    public IEnumerable<TranscriptExchange> Read(string line)
    {
        if (Recognize(ref line) is not { } format)
        {
            if (++_unknown > MaxUnknownLines)
                throw Unknown();
            return [];
        }

        return Take(format.Read(line, Conversation));
    }

    /// <summary>Takes a record that was read elsewhere.</summary>
    public IEnumerable<TranscriptExchange> Take(TraceChunk chunk) => Take([chunk]);

    /// <summary>Reads a line to its records alone, for who puts files together.</summary>
    /// <exception cref="FormatException">A line is too long.</exception>
    public IEnumerable<TraceChunk> ReadChunks(string line) => Recognize(ref line)?.Read(line, Conversation) ?? [];

    /// <summary>What is left at the end of the trace.</summary>
    /// <exception cref="FormatException">It was none.</exception>
    public IEnumerable<TranscriptExchange> End()
    {
        if (_format is null && _conversations.Count == 0)
            throw Unknown();
        var done = Take(_format?.End() ?? []).ToList();
        foreach (var conversation in _conversations.Values)
        {
            conversation.End();
            while (conversation.TryTake(out var exchange))
                done.Add(exchange);
        }

        return done;
    }

    private TraceFormat? Recognize(ref string line)
    {
        if ((line ?? throw new ArgumentNullException(nameof(line))).Length > MaxLine)
            throw new FormatException($"A line is longer than {MaxLine} octets.");
        line = line.TrimEnd('\r');
        // The mark that some editors put before UTF-8.
        if (_format is null && line.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal))
            line = line.Substring(3);
        var given = line;
        return _format ??= _formats.FirstOrDefault(f => f.Recognizes(given));
    }

    private List<TranscriptExchange> Take(IEnumerable<TraceChunk> chunks)
    {
        var done = new List<TranscriptExchange>();
        foreach (var chunk in chunks)
        {
            var conversation = Conversation(chunk.Connection);
            conversation.Take(chunk, _format?.HasLiterals ?? true, _format?.IsExact ?? false);
            while (conversation.TryTake(out var exchange))
                done.Add(exchange);
        }

        return done;
    }

    private TraceConversation Conversation(int connection)
    {
        if (_conversations.TryGetValue(connection, out var conversation))
            return conversation;
        if (_conversations.Count == MaxConnections)
            throw new FormatException($"There are more than {MaxConnections} connections in it.");
        return _conversations[connection] = new TraceConversation(connection, _keepContent);
    }

    private static FormatException Unknown() => new("It is no trace of IMAP that can be read. Understood are: " + string.Join("; ", FormatNames) + ".");
}
