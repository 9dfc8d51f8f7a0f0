using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ImapPS.Client.Tests.Connecting;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Tests.Transport;

/// <summary>Happy Eyeballs (RFC 8305), with stand-ins for addresses and with real loopback ones.</summary>
public sealed class TcpDialerTests
{
    private readonly ConcurrentQueue<string> _attempts = new();
    private readonly ConcurrentQueue<Socket> _sockets = new();

    /// <summary>Only a hang uses it up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_address_is_enough_if_it_answers()
    {
        using var socket = await Dialer("10.0.0.1 ok, 10.0.0.2 ok").ConnectAsync("host", 1, Patience, Token);
        Assert.Equal(["10.0.0.1"], _attempts);
    }

    [Fact]
    public async Task A_refusal_leads_to_the_next_address_at_once()
    {
        using var socket = await Dialer("10.0.0.1 refused, 10.0.0.2 refused, 10.0.0.3 ok", stagger: Timeout.Infinite).ConnectAsync("host", 1, Patience, Token);
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3"], _attempts);
    }

    [Fact]
    public async Task Silence_leads_to_the_next_address_after_the_stagger_and_the_families_take_turns()
    {
        using var socket = await Dialer("::1 hole, ::2 hole, 10.0.0.1 hole, 10.0.0.2 ok").ConnectAsync("host", 1, Patience, Token);
        Assert.Equal(["::1", "10.0.0.1", "::2", "10.0.0.2"], _attempts);
        Assert.Equal(3, _sockets.Count(static s => s.SafeHandle.IsClosed));
    }

    [Fact]
    public async Task An_early_attempt_may_still_win_and_the_losers_are_closed()
    {
        using var socket = await Dialer("10.0.0.1 last, 10.0.0.2 hole, 10.0.0.3 hole").ConnectAsync("host", 1, Patience, Token);
        Assert.Equal(3, _attempts.Count);
        Assert.False(socket.SafeHandle.IsClosed);
        Assert.Equal(2, _sockets.Count(static s => s.SafeHandle.IsClosed));
    }

    [Theory]
    [InlineData("10.0.0.1 refused, 10.0.0.2 refused", ImapError.ConnectionRefused)]
    [InlineData("10.0.0.1 refused, 10.0.0.2 unreachable", ImapError.ConnectionFailed)]
    [InlineData("10.0.0.1 hole, 10.0.0.2 hole", ImapError.ConnectTimeout)]
    [InlineData("10.0.0.1 hole, 10.0.0.2 refused", ImapError.ConnectTimeout)]
    public async Task If_all_fail_the_error_says_how(string addresses, ImapError kind)
    {
        var clock = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<ImapException>(() => Dialer(addresses).ConnectAsync("host", 1, TimeSpan.FromMilliseconds(500), Token));
        Assert.Equal(kind, error.Error);
        Assert.Contains("host", error.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60));
        Assert.All(_sockets, static s => Assert.True(s.SafeHandle.IsClosed));
    }

    [Fact]
    public async Task A_name_look_up_that_hangs_ends_at_the_timeout()
    {
        var dialer = new TcpDialer(new HangingResolver());
        var error = await Assert.ThrowsAsync<ImapException>(() => dialer.ConnectAsync("host", 1, TimeSpan.FromMilliseconds(300), Token));
        Assert.Equal(ImapError.ConnectTimeout, error.Error);
        Assert.Contains("look-up", error.Hint);
    }

    [Fact]
    public async Task Cancelling_is_not_a_timeout()
    {
        using var cancel = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Dialer("10.0.0.1 hole").ConnectAsync("host", 1, Patience, cancel.Token));
        Assert.All(_sockets, static s => Assert.True(s.SafeHandle.IsClosed));
    }

    /// <summary>Loopback addresses that nobody listens on refuse; only the last one has a server.</summary>
    [Fact]
    public async Task Real_sockets_find_the_one_address_that_listens()
    {
        // One that no server of another test listens on: those have theirs on 127.0.0.1 and ::1 alike.
        var port = TestPorts.Free();
        using var listener = new TcpListener(IPAddress.Parse("127.0.0.9"), port);
        Assert.SkipUnless(CanListen(listener), "this machine has no 127.0.0.9");

        using var socket = await new TcpDialer(new FixedResolver("::1", "127.0.0.7", "127.0.0.8", "127.0.0.9")).ConnectAsync("host", port, Patience, Token);

        Assert.Equal("127.0.0.9", ((IPEndPoint)socket.RemoteEndPoint!).Address.ToString());
    }

    /// <summary>A listener whose queue is full answers no connection attempt, as a firewall that drops packets does.</summary>
    [Fact]
    public async Task Real_sockets_leave_a_full_listener_behind()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var port = ((IPEndPoint)full.LocalEndPoint!).Port;
        using var listener = new TcpListener(IPAddress.Parse("127.0.0.9"), port);
        Assert.SkipUnless(CanListen(listener), "this machine has no 127.0.0.9");
        var fill = Enumerable.Range(0, 4).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        try
        {
            foreach (var socket in fill)
                _ = socket.ConnectAsync(IPAddress.Loopback, port, Token).AsTask();
            await Task.Delay(200, Token);

            using var connected = await new TcpDialer(new FixedResolver("127.0.0.1", "127.0.0.9")).ConnectAsync("host", port, Patience, Token);
            Assert.Equal("127.0.0.9", ((IPEndPoint)connected.RemoteEndPoint!).Address.ToString());

            var error = await Assert.ThrowsAsync<ImapException>(() => new TcpDialer(new FixedResolver("127.0.0.1")).ConnectAsync("host", port, TimeSpan.FromMilliseconds(500), Token));
            Assert.Equal(ImapError.ConnectTimeout, error.Error);
        }
        finally
        {
            fill.ForEach(static s => s.Dispose());
        }
    }

    private static bool CanListen(TcpListener listener)
    {
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private TcpDialer Dialer(string addresses, int stagger = 50)
    {
        var fates = addresses.Split(", ").Select(static a => a.Split(' ')).ToDictionary(static a => a[0], static a => a[1]);
        return new TcpDialer(new FixedResolver([.. fates.Keys]), ConnectAsync, TimeSpan.FromMilliseconds(stagger));

        async Task<Socket> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
        {
            var address = endpoint.Address.ToString();
            _attempts.Enqueue(address);
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Enqueue(socket);
            try
            {
                switch (fates[address])
                {
                    case "ok":
                        return socket;
                    case "hole":
                        await Task.Delay(Timeout.Infinite, cancellationToken);
                        return socket;
                    case "refused":
                        throw new SocketException((int)SocketError.ConnectionRefused);
                    case "unreachable":
                        throw new SocketException((int)SocketError.NetworkUnreachable);
                    case "last":
                        while (_attempts.Count < fates.Count)
                            await Task.Delay(10, cancellationToken);
                        return socket;
                    case var other:
                        throw new InvalidOperationException(other);
                }
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private sealed class HangingResolver : IHostResolver
    {
        public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }
    }
}
