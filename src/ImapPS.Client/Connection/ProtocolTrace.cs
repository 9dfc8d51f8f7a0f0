using System.Globalization;
using System.Text;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Client.Connection;

/// <summary>
/// The conversation in brief, as lines of text: time, direction, content. Secrets never reach it (commands bring a text of their
/// own that has none), literals are shown as their length, control characters as escapes.
/// </summary>
public sealed class ProtocolTrace
{
    private const int MaxLine = 2000;
    private readonly object _gate = new();
    private readonly Action<string> _write;

    /// <param name="write">Gets each line without its line end, one at a time.</param>
    public ProtocolTrace(Action<string> write) => _write = write ?? throw new ArgumentNullException(nameof(write));

    /// <summary>Why nothing more is written; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>A command, by the text that it made of itself.</summary>
    public void Sent(string text) => Line("C: ", text);

    /// <summary>A response as it came, its literals shortened.</summary>
    public void Received(ReadOnlySpan<byte> message) => Line("S: ", WithoutLiterals(message));

    /// <summary>Something that happened: connected, TLS, closed.</summary>
    public void Note(string text) => Line("-- ", text);

    private static string WithoutLiterals(ReadOnlySpan<byte> message)
    {
        var text = new StringBuilder();
        while (text.Length < MaxLine)
        {
            var end = message.IndexOf((byte)'\n');
            var line = end < 0 ? message : message.Slice(0, end);
            text.Append(ByteText.ToText(line.Slice(0, Math.Min(line.Length, MaxLine))).TrimEnd('\r'));
            var open = line.LastIndexOf((byte)'{');
            if (end < 0 || open < 0 || !TryLength(line.Slice(open + 1), out var length))
                break;
            // A literal that was handed on in chunks is not here; what follows is the rest of the response.
            message = message.Slice(end + 1);
            if (length <= message.Length)
                message = message.Slice(length);
        }

        return text.ToString();
    }

    private static bool TryLength(ReadOnlySpan<byte> text, out int length) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out length, out var used) && used < text.Length && text[used] is (byte)'}' or (byte)'+';

    private void Line(string direction, string text)
    {
        var time = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture);
        lock (_gate)
        {
            if (Failure is not null)
                return;
            try
            {
                _write(time + direction + SafeText.Clean(text, MaxLine));
            }
            catch (Exception e)
            {
                // A listener's fault ends the trace, not the session that it is a trace of.
                Failure = e;
            }
        }
    }
}
