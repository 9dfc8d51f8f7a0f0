using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImapPS.Client.Tests.Transport;

/// <summary>Serves revocation lists over HTTP, as an authority does; 404 for those it doesn't have.</summary>
internal sealed class CrlServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, byte[]> _lists = new();
    private readonly string _secret = Guid.NewGuid().ToString("N"); // the platform caches by URL

    public CrlServer()
    {
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
                await ServeAsync(await _listener.AcceptTcpClientAsync());
        });
    }

    public string Url(string name) => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{_secret}/{name}.crl";

    public void Serve(string name, byte[] list) => _lists[name] = list;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var path = (await reader.ReadLineAsync())!.Split(' ')[1];
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }

            var found = _lists.TryGetValue(Path.GetFileNameWithoutExtension(path), out var list);
            var head = $"HTTP/1.1 {(found ? "200 OK" : "404 Not Found")}\r\nContent-Type: application/pkix-crl\r\nContent-Length: {list?.Length ?? 0}\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            await stream.WriteAsync(list ?? []);
        }
    }
}
