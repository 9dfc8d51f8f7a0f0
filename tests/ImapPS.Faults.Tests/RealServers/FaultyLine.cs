using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ImapPS.Loopback.Faults;

namespace ImapPS.Faults.Tests.RealServers;

/// <summary>A line to a server that fails after so many octets in one direction.</summary>
public sealed class FaultyLine : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _relays = [];
    private readonly ConcurrentBag<Task> _ended = [];
    private readonly Task _accepting;
    private long _left = long.MaxValue;
    private bool _toServer;
    private CutKind _kind;
    private int _faults;

    public FaultyLine(string host, int port)
    {
        _server = new IPEndPoint(IPAddress.Parse(host), port);
        _listener = new TcpListener(_server.Address, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often a line failed.</summary>
    public int Faults => _faults;

    /// <summary>Lets the line fail once, after so many octets from now; long.MaxValue takes it back.</summary>
    /// <param name="octets">Those that still pass.</param>
    /// <param name="toServer">Which direction counts.</param>
    /// <param name="kind">Close and Reset end both directions; HalfOpen lets nothing more pass in this one.</param>
    public void FailAfter(long octets, bool toServer, CutKind kind = CutKind.Close)
    {
        _toServer = toServer;
        _kind = kind;
        Interlocked.Exchange(ref _left, octets);
    }

    /// <summary>Waits until the server is done with what came over the lines that have ended: a busy machine must not be taken for one that did nothing.</summary>
    public Task QuietAsync() => Task.WhenAll(_ended);

    /// <summary>As <see cref="QuietAsync"/>, once nobody uses the lines any more: waits for their ends first.</summary>
    public Task OverAsync() => Task.WhenAll(_relays);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        await OverAsync();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _relays.Add(RelayAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line is taken down.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server, _ending.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // There is no server behind it at the moment.
                return;
            }

            client.NoDelay = server.NoDelay = true;
            // The first direction that ends takes the other with it.
            var answers = server.GetStream();
            var up = PumpAsync(client.GetStream(), answers, true);
            var down = PumpAsync(answers, client.GetStream(), false);
            var first = await Task.WhenAny(up, down);
            var over = new TaskCompletionSource();
            _ended.Add(over.Task);
            if (await first == CutKind.Reset)
                client.LingerState = new LingerOption(true, 0);
            client.Close();
            await EndAsync(server.Client, answers);
            await Task.WhenAll(up, down);
            over.SetResult();
        }
    }

    /// <summary>The server reads the end behind what it was sent, and ends when it is done with that.</summary>
    private async Task EndAsync(Socket server, NetworkStream answers)
    {
        var rest = new byte[16 * 1024];
        try
        {
            server.Shutdown(SocketShutdown.Send);
            while (await answers.ReadAsync(rest, _ending.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It is gone.
        }
    }

    private async Task<CutKind> PumpAsync(NetworkStream from, NetworkStream to, bool toServer)
    {
        var buffer = new byte[16 * 1024];
        var isDead = false;
        try
        {
            while (await from.ReadAsync(buffer, _ending.Token) is > 0 and var count)
            {
                var fails = false;
                if (toServer == _toServer && Interlocked.Read(ref _left) != long.MaxValue)
                {
                    var left = Interlocked.Add(ref _left, -count);
                    if (left <= 0)
                    {
                        fails = true;
                        count += (int)left;
                        Interlocked.Exchange(ref _left, long.MaxValue);
                        Interlocked.Increment(ref _faults);
                    }
                }

                if (!isDead)
                    await to.WriteAsync(buffer.AsMemory(0, count), _ending.Token);
                if (!fails)
                    continue;
                if (_kind is CutKind.Close or CutKind.Reset)
                    return _kind;
                // What goes this way is lost from now on; the other direction goes on.
                isDead = true;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side is gone.
        }

        return CutKind.Close;
    }
}
