using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImapPS.Client.Tests.Transport;

/// <summary>A small proxy of each kind, by the RFCs and not by our own code: it notes what it was asked for and connects to one target.</summary>
internal sealed class TestProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<TestProxy, NetworkStream, Task<bool>> _negotiate;
    private readonly int _target;

    private TestProxy(int target, Func<TestProxy, NetworkStream, Task<bool>> negotiate)
    {
        _target = target;
        _negotiate = negotiate;
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        });
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was asked for: "localhost:993 user:password".</summary>
    public List<string> Asked { get; } = [];

    public static TestProxy Socks5(int target, byte reply = 0, bool login = false, byte bound = 1) => new(target, async (proxy, stream) =>
    {
        var methods = await Read(stream, (await Read(stream, 2))[1]);
        var user = "";
        if (login)
        {
            if (!methods.Contains((byte)2))
            {
                await stream.WriteAsync(new byte[] { 5, 0xff });
                return false;
            }

            await stream.WriteAsync(new byte[] { 5, 2 });
            var name = Encoding.UTF8.GetString(await Read(stream, (await Read(stream, 2))[1]));
            var password = Encoding.UTF8.GetString(await Read(stream, (await Read(stream, 1))[0]));
            await stream.WriteAsync(new byte[] { 1, password == "right" ? (byte)0 : (byte)1 });
            if (password != "right")
                return false;
            user = $" {name}:{password}";
        }
        else
        {
            await stream.WriteAsync(new byte[] { 5, 0 });
        }

        var head = await Read(stream, 4);
        var host = head[3] switch
        {
            1 => new IPAddress(await Read(stream, 4)).ToString(),
            4 => new IPAddress(await Read(stream, 16)).ToString(),
            _ => Encoding.ASCII.GetString(await Read(stream, (await Read(stream, 1))[0])),
        };
        var port = await Read(stream, 2);
        proxy.Asked.Add($"{host}:{port[0] << 8 | port[1]}{user}");
        await stream.WriteAsync((byte[])[5, reply, 0, bound, .. bound switch { 1 => new byte[4], 4 => new byte[16], _ => (byte[])[3, 65, 66, 67] }, 0, 0]);
        return reply == 0;
    });

    public static TestProxy Socks4a(int target, byte reply = 90) => new(target, async (proxy, stream) =>
    {
        var head = await Read(stream, 8);
        var user = await ReadText(stream);
        var host = head[4] == 0 && head[7] != 0 ? await ReadText(stream) : new IPAddress(head.AsSpan(4, 4).ToArray()).ToString();
        proxy.Asked.Add($"{host}:{head[2] << 8 | head[3]} {user}");
        await stream.WriteAsync(new byte[] { 0, reply, 0, 0, 0, 0, 0, 0 });
        return reply == 90;
    });

    public static TestProxy Http(int target, string? status = null, string? authorization = null) => new(target, async (proxy, stream) =>
    {
        var lines = new List<string>();
        while (await ReadLine(stream) is { Length: > 0 } line)
            lines.Add(line);
        proxy.Asked.AddRange(lines);
        var answer = status ?? (authorization is null || lines.Contains("Proxy-Authorization: Basic " + authorization) ? "HTTP/1.1 200 OK" : "HTTP/1.1 407 Proxy Authentication Required");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\nVia: test\r\nX: " + new string('x', 300) + "\r\n\r\n"));
        return answer.Contains(" 2");
    });

    /// <summary>Sends these octets to whoever comes, and nothing else.</summary>
    public static TestProxy Fixed(byte[] octets) => new(0, async (_, stream) =>
    {
        await stream.WriteAsync(octets);
        await Task.Delay(300);
        return false;
    });

    public void Dispose() => _listener.Dispose();

    private static async Task<byte[]> Read(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static async Task<string> ReadText(NetworkStream stream)
    {
        var text = new List<byte>();
        while ((await Read(stream, 1))[0] is var one and not 0)
            text.Add(one);
        return Encoding.ASCII.GetString([.. text]);
    }

    private static async Task<string> ReadLine(NetworkStream stream)
    {
        var text = new StringBuilder();
        while ((char)(await Read(stream, 1))[0] is var one and not '\n')
            text.Append(one);
        return text.ToString().TrimEnd('\r');
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var near = client.GetStream();
                if (!await _negotiate(this, near))
                    return;
                using var far = new TcpClient();
                await far.ConnectAsync(IPAddress.Loopback, _target);
                await Task.WhenAny(near.CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The client went, which is its right.
            }
        }
    }
}
