using System.Text;
using System.Text.RegularExpressions;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Loopback.Replay;

/// <summary>Commands as patterns of scripts (<see cref="Scripts.LinePattern"/>): literals in place, any tag, anything for what was replaced.</summary>
internal static class ReplayPattern
{
    private const string Any = "{any}";

    private static readonly Regex Word = new(@"""(?:[^""\\]|\\.)*""|[^\s()""]+", RegexOptions.CultureInvariant);
    private static readonly Regex Plus = new(@"\+\}$", RegexOptions.CultureInvariant);

    public static string OfRecorded(TranscriptExchange exchange, bool isRedacted)
    {
        var text = new StringBuilder();
        foreach (var piece in exchange.Sent)
        {
            if (piece.Kind == TranscriptPieceKind.Filler)
                text.Append(Any);
            else if (piece.Kind == TranscriptPieceKind.Literal && isRedacted)
                Literal(text, piece);
            else
                text.Append(isRedacted ? Replaced(Text(piece)) : Text(piece));
        }

        var line = text.ToString();
        line = $"{{tag}}{line.Remove(0, Math.Max(0, line.IndexOf(' ')))}";
        // Messages are made anew each time, their dates and ids with them.
        var literal = exchange.Name is "APPEND" or "REPLACE" or "UID REPLACE" ? line.IndexOf('{', "{tag}".Length) : -1;
        return literal < 0 ? line : $"{line.Remove(literal)}{Any}";
    }

    public static string OfSent(IReadOnlyList<TranscriptPiece> pieces) => string.Concat(pieces.Select(static p => p.Kind == TranscriptPieceKind.Filler ? "" : Text(p)));

    /// <summary>A set and what is fetched: "UID FETCH 1:5 (FLAGS)" in two; null if it is no such command.</summary>
    public static (string Set, string Items)? OfFetch(string line)
    {
        var match = Regex.Match(line, @"^\S+ UID FETCH ([0-9:,*]+) (.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        return match.Success ? (match.Groups[1].Value, match.Groups[2].Value) : null;
    }

    private static void Literal(StringBuilder text, TranscriptPiece piece)
    {
        var content = Text(piece);
        if (Replaced(content) == content)
        {
            text.Append(content);
            return;
        }

        // Its length was replaced with it.
        var header = text.ToString().LastIndexOf('{');
        text.Length = Math.Max(0, header);
        text.Append(Any);
    }

    private static string Replaced(string line) => Word.Replace(line, static m => Pseudonyms.IsReplaced(m.Value) ? Any : m.Value);

    private static string Text(TranscriptPiece piece) => Plus.Replace(ByteText.ToText(piece.Octets), "}");
}
