using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImapPS.Client.Tests.Diagnosis;

/// <summary>Says one thing to everyone who connects, then listens for ever.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _connections;

    /// <param name="first">In Latin-1; null for silence.</param>
    /// <param name="endless">Said again and again after it; null for nothing.</param>
    public RawServer(string? first, string? endless = null)
    {
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client, first, endless);
            }
        });
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    public void Dispose() => _listener.Dispose();

    private static async Task ServeAsync(TcpClient client, string? first, string? endless)
    {
        using var owned = client;
        var stream = client.GetStream();
        try
        {
            if (first is not null)
                await stream.WriteAsync(Encoding.Latin1.GetBytes(first));
            while (endless is not null)
                await stream.WriteAsync(Encoding.Latin1.GetBytes(endless));
            while (await stream.ReadAsync(new byte[4096]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // The test has what it wanted and hung up.
        }
    }
}
