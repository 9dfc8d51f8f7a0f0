using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>Our own transcripts (<see cref="TranscriptFormat"/>).</summary>
internal sealed class OwnTraceFormat : TraceFormat
{
    // A literal is 4 GiB at most; more than some of them nobody has in a trace.
    private const long MaxFiller = 1L << 36;

    private static readonly Regex Record = new(@"^(\S{27}) (\d{1,9}) (?:([CS])([:|+~])|--)(?: (.*))?$", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private int _before;
    private int _highest;
    private long _filler;

    public override string Name => "ImapPS transcript";

    public override bool IsExact => true;

    /// <summary>Whether names and contents were replaced in any part of it.</summary>
    public bool IsRedacted { get; private set; }

    public override bool Recognizes(string line) => line.StartsWith(TranscriptFormat.HeaderStart, StringComparison.Ordinal);

    public override IEnumerable<TraceChunk> Read(string line, Func<int, TraceConversation> conversation)
    {
        if (Recognizes(line))
        {
            // Numbers begin anew behind each header.
            _before = _highest;
            IsRedacted |= line.EndsWith("redacted", StringComparison.Ordinal);
            return [];
        }

        var match = Record.Match(line);
        if (!match.Success || !match.Groups[3].Success)
            return [];
        var connection = _before + int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        _highest = Math.Max(_highest, connection);
        return [new TraceChunk(ParseTime(match.Groups[1].Value), connection, match.Groups[3].Value == "C" ? TranscriptDirection.Client : TranscriptDirection.Server, Piece(match.Groups[4].Value[0], match.Groups[5].Value))];
    }

    private static DateTime? ParseTime(string text)
    {
        try
        {
            return TranscriptFormat.ParseTime(text);
        }
        catch (FormatException)
        {
            // Somebody's editor: the words count all the same.
            return null;
        }
    }

    private TranscriptPiece Piece(char kind, string text)
    {
        if (kind == '~')
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || (_filler += length) > MaxFiller)
                throw new FormatException($"A transcript can't hold {text} octets of filler.");
            return TranscriptPiece.Filler(length);
        }

        var octets = TranscriptFormat.Unescape(Encoding.UTF8.GetString(ByteText.Latin1.GetBytes(text)));
        return kind switch
        {
            '|' => TranscriptPiece.Literal([.. octets, (byte)'\r', (byte)'\n']),
            '+' => TranscriptPiece.Literal(octets),
            _ => TranscriptPiece.Line(octets),
        };
    }
}
