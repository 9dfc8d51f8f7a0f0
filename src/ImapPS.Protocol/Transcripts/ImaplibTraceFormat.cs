using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>What Python's imaplib prints with debug = 4: minutes and seconds, an arrow, the line as Python writes bytes. The content of literals is not in it.</summary>
internal sealed class ImaplibTraceFormat : TraceFormat
{
    private static readonly Regex Arrow = new(@"^\s{0,8}(\d{1,3}):(\d\d\.\d\d) ([<>]) (?:b?'(.*)'|b?""(.*)""|(.*))$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private DateTime? _before;

    public override string Name => "debug output of Python's imaplib";

    public override bool HasLiterals => false;

    public override bool Recognizes(string line) => Arrow.IsMatch(line);

    public override IEnumerable<TraceChunk> Read(string line, Func<int, TraceConversation> conversation)
    {
        var match = Arrow.Match(line);
        if (!match.Success)
            return [];
        var text = Unescape(match.Groups[4].Value + match.Groups[5].Value + match.Groups[6].Value);
        return [new TraceChunk(Time(match), 1, match.Groups[3].Value == ">" ? TranscriptDirection.Client : TranscriptDirection.Server, Line(text))];
    }

    /// <summary>There is no date and no hour: times are good for differences only.</summary>
    private DateTime Time(Match match)
    {
        var time = DateTime.MinValue.AddMinutes(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).AddSeconds(double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        if (_before is { } before && time < before)
            time = time.AddHours(Math.Ceiling((before - time).TotalHours));
        _before = time;
        return time;
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'x' && i + 2 < text.Length && Uri.IsHexDigit(text[i + 1]) && Uri.IsHexDigit(text[i + 2]))
            {
                result.Append((char)((16 * Uri.FromHex(text[i + 1])) + Uri.FromHex(text[i + 2])));
                i += 2;
            }
            else if (text[i] is not ('r' or 'n'))
            {
                result.Append(text[i] == 't' ? '\t' : text[i]);
            }
        }

        return result.ToString();
    }
}
