using System.Globalization;
using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>Dovecot's rawlog: each line with the second in front, one file for each direction.</summary>
/// <param name="direction">Whose file it is; null for both together.</param>
internal sealed class RawLogTraceFormat(TranscriptDirection? direction) : TraceFormat
{
    private static readonly Regex Stamped = new(@"^(\d{9,11}\.\d{6}) (?:[:>] )?(.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    public override string Name => "Dovecot rawlog";

    public override bool Recognizes(string line) => Stamped.IsMatch(line);

    public override IEnumerable<TraceChunk> Read(string line, Func<int, TraceConversation> conversation)
    {
        var match = Stamped.Match(line);
        var text = match.Success ? match.Groups[2].Value : line;
        DateTime? time = match.Success ? UnixTime.Read(match.Groups[1].Value) : null;
        return (direction ?? SessionTraceFormat.Direction(text, conversation(1))) is { } whose ? [new TraceChunk(time, 1, whose, Line(text))] : [];
    }
}
