using System.Net;
using System.Net.Sockets;

namespace ImapPS.Integration.Tests.Servers;

/// <summary>A line to a server that can be cut after so many octets in one direction.</summary>
public sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private long _left = long.MaxValue;
    private bool _toServer;

    public CuttingRelay(string host, int port)
    {
        _server = new IPEndPoint(IPAddress.Parse(host), port);
        _listener = new TcpListener(_server.Address, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often a line was cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts the line once, after so many octets from now.</summary>
    public void CutAfter(long octets, bool toServer)
    {
        _toServer = toServer;
        Interlocked.Exchange(ref _left, octets);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = RelayAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay is closed.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(_server, _ending.Token);
            client.NoDelay = server.NoDelay = true;
            // The first direction that ends takes the other with it.
            await Task.WhenAny(PumpAsync(client.GetStream(), server.GetStream(), true), PumpAsync(server.GetStream(), client.GetStream(), false));
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool toServer)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _ending.Token) is > 0 and var count)
            {
                var cut = false;
                if (toServer == _toServer && Interlocked.Read(ref _left) != long.MaxValue)
                {
                    var left = Interlocked.Add(ref _left, -count);
                    if (left <= 0)
                    {
                        cut = true;
                        count += (int)left;
                        Interlocked.Exchange(ref _left, long.MaxValue);
                    }
                }

                await to.WriteAsync(buffer.AsMemory(0, count), _ending.Token);
                if (cut)
                {
                    Cuts++;
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }
}
