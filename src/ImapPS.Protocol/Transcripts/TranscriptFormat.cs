using System.Buffers;
using System.Globalization;
using System.Text;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>The lines of a transcript: a text file in UTF-8 that holds conversations, one after the other or side by side.</summary>
/// <remarks>
/// <code>
/// transcript = 1*(header *record)                      ; another header where a later run appended
/// header     = "# ImapPS transcript 1; " ("redacted" / "complete") LF
/// record     = time SP connection SP content LF
/// time       = date "T" hh:mm:ss.ffffff "Z"
/// connection = 1*DIGIT                                 ; counted from 1 behind each header, 0 for none in particular
/// content    = ("C:" / "S:") [SP text]                 ; a line, CRLF follows
///            / ("C|" / "S|") [SP text]                 ; a line inside a literal, CRLF follows
///            / ("C+" / "S+") SP text                   ; octets inside a literal, nothing follows
///            / ("C~" / "S~") SP number                 ; so many octets inside a literal, not told
///            / "--" SP text                            ; what happened: connected, TLS, closed
/// text       = *(char / "\x" 2HEXDIG)                  ; control and direction characters, octets that are no UTF-8,
///                                                      ; and a backslash before "x" and two digits stand as \xHH
/// </code>
/// A record belongs to the line before it in its direction and connection if that ended in the header of a literal which
/// is not complete yet.
/// </remarks>
public static class TranscriptFormat
{
    internal const string HeaderStart = "# ImapPS transcript ";

    private const string Version = "1";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Octets of a literal on one line at most: lines that a person can look at.</summary>
    private const int MaxLiteralLine = 1000;

    private const string Hex = "0123456789ABCDEF";

    /// <summary>The first line of a transcript.</summary>
    public static string Header(bool redacted) => HeaderStart + Version + "; " + (redacted ? "redacted" : "complete");

    /// <summary>A record of something that happened.</summary>
    public static string Note(DateTime time, int connection, string text) => Start(time, connection) + "-- " + Escape(Encoding.UTF8.GetBytes(text));

    /// <summary>The records of a piece.</summary>
    public static IEnumerable<string> Records(DateTime time, int connection, TranscriptDirection direction, TranscriptPiece piece)
    {
        var start = Start(time, connection) + (direction == TranscriptDirection.Client ? 'C' : 'S');
        return piece.Kind switch
        {
            TranscriptPieceKind.Line => [start + ": " + Escape(piece.Octets)],
            TranscriptPieceKind.Filler => [start + "~ " + piece.Length.ToString(CultureInfo.InvariantCulture)],
            _ => LiteralRecords(start, piece.Octets),
        };
    }

    /// <summary>Octets as text: UTF-8 that can be shown stands as it is, all else as \xHH.</summary>
    public static string Escape(ReadOnlySpan<byte> octets)
    {
        if (IsPlain(octets))
            return Encoding.ASCII.GetString(octets);
        var text = new StringBuilder(octets.Length + 16);
        for (var i = 0; i < octets.Length;)
        {
            var length = CharacterLength(octets.Slice(i));
            if (length == 1 && octets[i] is >= 0x20 and < 0x7f && !(octets[i] == '\\' && IsEscape(octets, i)))
            {
                text.Append((char)octets[i++]);
                continue;
            }

            var shown = length > 1 ? Encoding.UTF8.GetString(octets.Slice(i, length)) : null;
            if (shown is not null && shown.All(IsShown))
                text.Append(shown);
            else
                AppendHex(text, octets.Slice(i, length));
            i += length;
        }

        return text.ToString();
    }

    /// <summary>The octets of a text that <see cref="Escape"/> made.</summary>
    public static byte[] Unescape(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        if (Array.IndexOf(octets, (byte)'\\') < 0)
            return octets;
        var to = 0;
        for (var from = 0; from < octets.Length;)
        {
            if (octets[from] == '\\' && IsEscape(octets, from))
            {
                octets[to++] = (byte)((HexValue(octets[from + 2]) << 4) | HexValue(octets[from + 3]));
                from += 4;
            }
            else
            {
                octets[to++] = octets[from++];
            }
        }

        return octets.AsSpan(0, to).ToArray();
    }

    /// <summary>The lines of a file for <see cref="TranscriptReader"/>: octets as Latin-1.</summary>
    /// <exception cref="FormatException">A line is longer than <see cref="TranscriptReader.MaxLine"/>.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var line = new ByteBufferWriter();
        var block = new byte[64 * 1024];
        for (int count; (count = file.Read(block, 0, block.Length)) > 0;)
        {
            for (var at = 0; at < count;)
            {
                var newline = Array.IndexOf(block, (byte)'\n', at, count - at);
                var end = newline < 0 ? count : newline;
                if (line.Length + end - at > TranscriptReader.MaxLine)
                    throw new FormatException($"A line is longer than {TranscriptReader.MaxLine} octets.");
                line.Write(block.AsSpan(at, end - at));
                at = end + 1;
                if (newline < 0)
                    break;
                yield return ByteText.Latin1.GetString(line.Written.ToArray());
                line.Clear();
            }
        }

        if (line.Length > 0)
            yield return ByteText.Latin1.GetString(line.Written.ToArray());
    }

    /// <exception cref="FormatException">It is no time.</exception>
    internal static DateTime ParseTime(string text) =>
        DateTime.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static string Start(DateTime time, int connection) =>
        time.ToString(TimeFormat, CultureInfo.InvariantCulture) + " " + connection.ToString(CultureInfo.InvariantCulture) + " ";

    private static IEnumerable<string> LiteralRecords(string start, byte[] octets)
    {
        for (var at = 0; at < octets.Length;)
        {
            var room = Math.Min(MaxLiteralLine, octets.Length - at);
            var end = octets.AsSpan(at, room).IndexOf("\r\n"u8);
            var length = end >= 0 ? end : room;
            yield return start + (end >= 0 ? "| " : "+ ") + Escape(octets.AsSpan(at, length));
            at += end >= 0 ? end + 2 : room;
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> octets)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] is < 0x20 or >= 0x7f || (octets[i] == '\\' && IsEscape(octets, i)))
                return false;
        }

        return true;
    }

    private static bool IsEscape(ReadOnlySpan<byte> octets, int at) =>
        at + 3 < octets.Length && octets[at + 1] == 'x' && HexValue(octets[at + 2]) >= 0 && HexValue(octets[at + 3]) >= 0;

    private static int HexValue(byte digit) => Hex.IndexOf((char)digit);

    private static void AppendHex(StringBuilder text, ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
            text.Append("\\x").Append(Hex[octet >> 4]).Append(Hex[octet & 15]);
    }

    // UTF8-2 / UTF8-3 / UTF8-4                           ; RFC 3629 section 4
    private static int CharacterLength(ReadOnlySpan<byte> octets)
    {
        var length = octets[0] switch { < 0xc2 => 1, < 0xe0 => 2, < 0xf0 => 3, < 0xf5 => 4, _ => 1 };
        return length > 1 && length <= octets.Length && ByteText.IsUtf8(octets.Slice(0, length)) ? length : 1;
    }

    private static bool IsShown(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
