using System.Net.Sockets;
using System.Text;

namespace ImapPS.Client.Tests.Connection;

/// <summary>The server's end of one connection, in the hands of a test.</summary>
public sealed class RawPeer(Stream stream, Socket socket)
{
    private readonly List<string> _lines = [];
    private readonly byte[] _one = new byte[1];

    /// <summary>All lines that came.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return _lines.ToArray();
        }
    }

    /// <summary>One line without its line end.</summary>
    /// <exception cref="EndOfStreamException">The client has gone.</exception>
    public async Task<string> ReadLineAsync()
    {
        var line = new List<byte>();
        while (true)
        {
            if (await stream.ReadAsync(_one) == 0)
                throw new EndOfStreamException();
            if (_one[0] == '\n')
                break;
            line.Add(_one[0]);
        }

        var text = Encoding.Latin1.GetString(line.ToArray()).TrimEnd('\r');
        lock (_lines)
            _lines.Add(text);
        return text;
    }

    /// <summary>One command: its tag and the rest.</summary>
    public async Task<(string Tag, string Text)> ReadCommandAsync()
    {
        var words = (await ReadLineAsync()).Split(' ', 2);
        return (words[0], words.Length > 1 ? words[1] : "");
    }

    /// <summary>Reads a command, which must begin so, and gives its tag.</summary>
    public async Task<string> ExpectAsync(string begin)
    {
        var (tag, text) = await ReadCommandAsync();
        return text.StartsWith(begin, StringComparison.OrdinalIgnoreCase) ? tag : throw new InvalidOperationException($"'{begin}' was expected, '{text}' came.");
    }

    /// <summary>Lines in one piece, each with its CRLF.</summary>
    public Task SendAsync(params string[] lines) => SendOctetsAsync(Encoding.Latin1.GetBytes(string.Concat(lines.Select(l => l + "\r\n"))));

    public Task SendTextAsync(string text) => SendOctetsAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendOctetsAsync(byte[] octets)
    {
        await stream.WriteAsync(octets);
        await stream.FlushAsync();
    }

    /// <summary>Whether something has come that was not read yet; looked for during a moment.</summary>
    public async Task<bool> HasMoreAsync()
    {
        for (var i = 0; i < 20 && socket.Available == 0; i++)
            await Task.Delay(10);
        return socket.Available > 0;
    }

    public void Close() => stream.Dispose();

    /// <summary>Says nothing more until the client goes.</summary>
    public async Task KeepSilentAsync()
    {
        while (true)
            await ReadLineAsync();
    }

    /// <summary>Greets, logs anybody in, and tells these capabilities.</summary>
    public async Task LogInAsync(string capabilities = "IMAP4rev1")
    {
        await SendAsync($"* OK [CAPABILITY {capabilities}] ready");
        var tag = await ExpectAsync("LOGIN");
        await SendAsync($"{tag} OK [CAPABILITY {capabilities}] logged in");
    }

    /// <summary>Answers SELECT or EXAMINE.</summary>
    public async Task OpenAsync(uint uidValidity = 1, int exists = 3)
    {
        var (tag, text) = await ReadCommandAsync();
        if (!text.StartsWith("SELECT", StringComparison.Ordinal) && !text.StartsWith("EXAMINE", StringComparison.Ordinal))
            throw new InvalidOperationException($"'{text}' came in place of SELECT.");
        await SendAsync($"* {exists} EXISTS", "* FLAGS (\\Seen \\Deleted)", $"* OK [UIDVALIDITY {uidValidity}] valid", $"{tag} OK opened");
    }
}
