using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Loopback.Tests;

/// <summary>A client that sends and reads lines as they are, and knows nothing of IMAP but tags and literals.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LoopbackServer _server;
    private readonly TcpClient _tcp;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Stream _stream;
    private Stream? _sending;
    private int _start;
    private int _end;
    private int _lastTag;

    private RawClient(LoopbackServer server, TcpClient tcp)
    {
        _server = server;
        _tcp = tcp;
        _tcp.NoDelay = true;
        _stream = tcp.GetStream();
    }

    public static async Task<RawClient> ConnectAsync(LoopbackServer server, bool tls = false)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", tls ? server.TlsPort : server.Port);
        var client = new RawClient(server, tcp);
        if (tls)
            await client.StartTlsAsync();
        return client;
    }

    /// <summary>Connected, greeted and logged in as the first user.</summary>
    public static async Task<RawClient> LoginAsync(LoopbackServer server, string? select = null)
    {
        var client = await ConnectAsync(server);
        await client.ReadLineAsync();
        Assert.StartsWith("OK", (await client.CommandAsync("LOGIN user password"))[^1]);
        if (select is not null)
            Assert.StartsWith("OK", (await client.CommandAsync("SELECT " + select))[^1]);
        return client;
    }

    public async Task StartTlsAsync()
    {
        // Trusts the server's own authority and nothing else.
        using var authority = X509Certificate2.CreateFromPem(_server.CertificateAuthorityPem);
#if NET
        var tls = new SslStream(_stream);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy });
#else
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate!.Issuer == authority.Subject);
        await tls.AuthenticateAsClientAsync("localhost");
#endif
        _stream = tls;
    }

    /// <summary>Goes on compressed, by the library's own stream on each side of ours.</summary>
    public void Compress()
    {
        var line = _stream;
        _stream = new System.IO.Compression.DeflateStream(line, System.IO.Compression.CompressionMode.Decompress);
        _sending = new System.IO.Compression.DeflateStream(line, System.IO.Compression.CompressionLevel.Optimal);
    }

    public async Task SendAsync(string text)
    {
        await (_sending ?? _stream).WriteAsync(Encoding.Latin1.GetBytes(text));
        await (_sending ?? _stream).FlushAsync();
    }

    /// <summary>Sends a command and reads up to its tagged response, whose tag is taken off. Literals stay in their lines.</summary>
    public async Task<List<string>> CommandAsync(string command)
    {
        var tag = "t" + ++_lastTag;
        await SendAsync(tag + " " + command + "\r\n");
        return await ReadToAsync(tag);
    }

    public async Task<List<string>> ReadToAsync(string tag)
    {
        var lines = new List<string>();
        while (true)
        {
            var line = await ReadResponseAsync() ?? throw new IOException("The connection ended behind: " + string.Join(" | ", lines));
            if (line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                lines.Add(line[(tag.Length + 1)..]);
                return lines;
            }

            lines.Add(line);
        }
    }

    /// <summary>A response with its literals; null at the end.</summary>
    public async Task<string?> ReadResponseAsync()
    {
        var line = await ReadLineAsync();
        while (line is not null && line.EndsWith('}') && line.LastIndexOf('{') is >= 0 and var open && int.TryParse(line[(open + 1)..^1], out var length))
        {
            var literal = await ReadOctetsAsync(length);
            line += "\r\n" + literal + await ReadLineAsync();
        }

        return line;
    }

    /// <summary>A line without its CRLF; null at the end, or what there is of it.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            var octet = await ReadOctetAsync();
            if (octet < 0)
                return line.Length == 0 ? null : line.ToString();
            if (octet == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)octet);
        }
    }

    public async Task<string> ReadOctetsAsync(int count)
    {
        var text = new StringBuilder();
        while (text.Length < count)
        {
            var octet = await ReadOctetAsync();
            if (octet < 0)
                break;
            text.Append((char)octet);
        }

        return text.ToString();
    }

    /// <summary>Everything up to the end of the connection; a reset counts as the end if it is allowed.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        for (var octet = await ReadOctetAsync(); octet >= 0; octet = await ReadOctetAsync())
            text.Append((char)octet);
        return text.ToString();
    }

    /// <summary>Whether nothing comes for that long.</summary>
    public async Task<bool> IsSilentAsync(TimeSpan time)
    {
        if (_start < _end)
            return false;
        await Task.Delay(time);
        return _tcp.Available == 0;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _tcp.Dispose();
    }

    private async Task<int> ReadOctetAsync()
    {
        if (_start == _end)
        {
            using var patience = new CancellationTokenSource(Patience);
            _start = 0;
            _end = await _stream.ReadAsync(_buffer, patience.Token);
            if (_end == 0)
                return -1;
        }

        return _buffer[_start++];
    }
}
