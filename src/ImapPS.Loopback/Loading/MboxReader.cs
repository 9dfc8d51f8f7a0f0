using System.Text;
using ImapPS.Loopback.Mime;

namespace ImapPS.Loopback.Loading;

/// <summary>Reads an mbox file message by message.</summary>
/// <remarks>
/// RFC 4155 and its mboxrd form: a message begins with a line "From " at the file's beginning or behind an empty line,
/// that empty line belongs to the separator, and a line of one or more "&gt;" before "From " lost one of them.
/// </remarks>
internal static class MboxReader
{
    private static readonly byte[] Separator = "From "u8.ToArray();

    /// <summary>Whether the file is an mbox: by its name, or by its first five octets.</summary>
    public static bool IsMbox(string path)
    {
        if (path.EndsWith(".eml", StringComparison.OrdinalIgnoreCase))
            return false;
        if (path.EndsWith(".mbox", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".mbx", StringComparison.OrdinalIgnoreCase))
            return true;
        using var stream = File.OpenRead(path);
        foreach (var expected in Separator)
        {
            if (stream.ReadByte() != expected)
                return false;
        }

        return true;
    }

    public static IEnumerable<MboxMessage> Read(Stream stream)
    {
        var lines = new LineReader(stream);
        var message = new WireBuffer(4096);
        string? separator = null;
        var emptyBefore = true;
        var emptyPending = false;
        while (lines.TryRead(out var line))
        {
            if (emptyBefore && line.AsSpan().StartsWith(Separator))
            {
                if (separator is not null)
                    yield return Finish(message, separator);
                separator = Encoding.ASCII.GetString(line).TrimEnd();
                message.Clear();
                emptyPending = false;
                emptyBefore = false;
                continue;
            }

            // Held back until it is known whether a separator follows.
            if (emptyPending)
                message.Append("\r\n"u8);
            emptyPending = emptyBefore = line.Length == 0;
            if (!emptyPending)
                message.Append(Unquoted(line)).Append("\r\n"u8);
        }

        if (separator is not null)
            yield return Finish(message, separator);
    }

    private static ReadOnlySpan<byte> Unquoted(byte[] line)
    {
        var quotes = 0;
        while (quotes < line.Length && line[quotes] == '>')
            quotes++;
        return quotes > 0 && line.AsSpan(quotes).StartsWith(Separator) ? line.AsSpan(1) : line;
    }

    private static MboxMessage Finish(WireBuffer message, string separator)
    {
        var bytes = message.ToArray();
        DateTimeOffset? date = HeaderDate.TryParseAsctime(separator, out var parsed) ? parsed : null;
        return new MboxMessage(bytes, date, StatusHeaders.ToFlags(new Store.MessageContent(bytes).Header));
    }
}
