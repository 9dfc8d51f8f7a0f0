using System.Globalization;
using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>
/// Lines that begin with "C:" and "S:", as RFCs have them, and logs of clients such as MailKit's, with or without a time
/// in front. A line without either, further in, goes on with the one before it, as RFCs fold long lines.
/// </summary>
internal sealed class DialogTraceFormat : TraceFormat
{
    private static readonly Regex Marked = new(@"^\s{0,40}(?:(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,7})?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:[.,]\d{1,7})?)\s+)?([CS]):(.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private DateTime? _time;
    private TranscriptDirection _direction;
    private string? _held;

    public override string Name => "dialog of C: and S: lines";

    public override bool Recognizes(string line) => Marked.IsMatch(line);

    public override IEnumerable<TraceChunk> Read(string line, Func<int, TraceConversation> conversation)
    {
        var match = Marked.Match(line);
        if (!match.Success)
        {
            if (_held is not null && line.Length > 0 && line[0] is ' ' or '\t' && line.Trim().Length > 0 && _held.Length < 100_000)
                _held += " " + line.Trim();
            else
                foreach (var chunk in End())
                    yield return chunk;
            yield break;
        }

        foreach (var chunk in End())
            yield return chunk;
        _time = ParseTime(match.Groups[1].Value);
        _direction = match.Groups[2].Value == "C" ? TranscriptDirection.Client : TranscriptDirection.Server;
        var text = match.Groups[3].Value;
        // Content keeps its spaces; what begins a command or response has none of its own.
        _held = !conversation(1).IsOpen(_direction) ? text.TrimStart() : text.StartsWith(" ", StringComparison.Ordinal) ? text.Substring(1) : text;
        // Only what could be folded is held back.
        if (conversation(1).IsInLiteral(_direction))
        {
            foreach (var chunk in End())
                yield return chunk;
        }
    }

    public override IEnumerable<TraceChunk> End()
    {
        if (_held is null)
            yield break;
        var held = _held;
        _held = null;
        yield return new TraceChunk(_time, 1, _direction, Line(held));
    }

    private static DateTime? ParseTime(string text) =>
        text.Length > 0 && DateTime.TryParse(text.Replace(',', '.'), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
