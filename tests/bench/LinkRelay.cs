using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ImapPS.Bench;

/// <summary>
/// A TCP relay on the loopback address: delays each direction by half of a round-trip time without holding up what
/// follows, and counts octets and turns (the client speaking after the server has spoken).
/// </summary>
internal sealed class LinkRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly TimeSpan _delay;
    private int _turns;
    private int _lastSpeaker;

    public LinkRelay(string host, int port, TimeSpan roundTrip)
    {
        _server = new IPEndPoint(IPAddress.Parse(host), port);
        _delay = roundTrip / 2;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often the client spoke after the server had; the first time counts.</summary>
    public int Turns => Volatile.Read(ref _turns);

    public long Received { get; private set; }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                await server.ConnectAsync(_server);
                _ = PumpAsync(client, server, fromClient: true);
                _ = PumpAsync(server, client, fromClient: false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The relay was closed.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool fromClient)
    {
        var queue = Channel.CreateUnbounded<(long Due, byte[] Bytes)>();
        var sending = SendAsync(to, queue.Reader);
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer.AsMemory())) > 0)
            {
                if (Interlocked.Exchange(ref _lastSpeaker, fromClient ? 1 : 2) != 1 && fromClient)
                    Interlocked.Increment(ref _turns);
                if (!fromClient)
                    Received += count;
                queue.Writer.TryWrite((Stopwatch.GetTimestamp() + (long)(_delay.TotalSeconds * Stopwatch.Frequency), buffer.AsSpan(0, count).ToArray()));
            }
        }
        catch (SocketException)
        {
            // One end went away; the other is told below.
        }

        queue.Writer.TryComplete();
        await sending;
    }

    private static async Task SendAsync(Socket to, ChannelReader<(long Due, byte[] Bytes)> queue)
    {
        try
        {
            await foreach (var (due, bytes) in queue.ReadAllAsync())
            {
                var left = (due - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
                if (left > 1)
                    await Task.Delay(TimeSpan.FromMilliseconds(left));
                for (var sent = 0; sent < bytes.Length;)
                    sent += await to.SendAsync(bytes.AsMemory(sent));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }
}
