using System.Text;
using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>Cyrus's telemetry log: what was sent begins with &gt;second&gt;, what came with &lt;second&lt;, wherever on a line that is.</summary>
internal sealed class TelemetryTraceFormat : TraceFormat
{
    private static readonly Regex Mark = new(@"([<>])(\d{9,11})\1", RegexOptions.CultureInvariant);

    private readonly Dictionary<TranscriptDirection, StringBuilder> _begun = new() { [TranscriptDirection.Client] = new(), [TranscriptDirection.Server] = new() };
    private TranscriptDirection _direction = TranscriptDirection.Server;
    private DateTime? _time;

    public override string Name => "Cyrus telemetry log";

    public override bool Recognizes(string line) => Mark.Match(line) is { Success: true, Index: 0 };

    public override IEnumerable<TraceChunk> Read(string line, Func<int, TraceConversation> conversation)
    {
        var chunks = new List<TraceChunk>();
        var at = 0;
        foreach (var mark in Mark.Matches(line).Cast<Match>())
        {
            Hold(line.Substring(at, mark.Index - at));
            _direction = mark.Groups[1].Value == "<" ? TranscriptDirection.Client : TranscriptDirection.Server;
            _time = UnixTime.Read(mark.Groups[2].Value);
            at = mark.Index + mark.Length;
        }

        Hold(line.Substring(at));
        if (_time is null)
        {
            // The heading: who, and since when.
            foreach (var begun in _begun.Values)
                begun.Clear();
            return chunks;
        }

        chunks.Add(Take(_direction));
        return chunks;
    }

    public override IEnumerable<TraceChunk> End() => _time is null ? [] : _begun.Where(static b => b.Value.Length > 0).Select(static b => b.Key).ToArray().Select(Take);

    private void Hold(string text)
    {
        var begun = _begun[_direction].Append(text);
        if (begun.Length > TranscriptReader.MaxLine)
            throw new FormatException($"A line is longer than {TranscriptReader.MaxLine} octets.");
    }

    private TraceChunk Take(TranscriptDirection direction)
    {
        var line = _begun[direction].ToString();
        _begun[direction].Clear();
        return new TraceChunk(_time, 1, direction, Line(line.TrimEnd('\r')));
    }
}
