using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Tests.Connection;

/// <summary>A server on 127.0.0.1 that does what a test says, for what the loopback server's faults can't express.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Func<RawPeer, Task> _conversation;
    private readonly Task _accepting;

    private RawServer(Func<RawPeer, Task> conversation)
    {
        _conversation = conversation;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Why the last conversation ended otherwise than by the client's leaving.</summary>
    public Exception? Failure { get; private set; }

    public RawPeer? Peer { get; private set; }

    /// <summary>Holds the conversation with each client, one after the other.</summary>
    public static RawServer Start(Func<RawPeer, Task> conversation) => new(conversation);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting.WaitAsync(TimeSpan.FromSeconds(60));
        _ended.Dispose();
        Assert.Null(Failure);
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                client.NoDelay = true;
                using var stream = client.GetStream();
                using var closing = _ended.Token.Register(client.Close);
                Peer = new RawPeer(stream, client.Client);
                await _conversation(Peer);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The client has gone, which ends a conversation as well as its end does.
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
            catch (InvalidOperationException e)
            {
                // The client is not left waiting for what does not come: its connection was closed on the way here.
                Failure = _ended.IsCancellationRequested ? Failure : e;
            }
        }
    }
}
