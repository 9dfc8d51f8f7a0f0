using System.Diagnostics;
using ImapPS.Loopback.Tests.Session;

namespace ImapPS.Loopback.Tests.Faults;

public class LatencyTests : SessionTest
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(60);

    [Fact]
    public async Task Each_turn_takes_a_round_trip()
    {
        using var client = await LoginAsync();
        Server.Faults.Latency = RoundTrip;
        Server.Statistics.Reset();
        var time = Stopwatch.StartNew();
        for (var i = 0; i < 3; i++)
            await client.CommandAsync("NOOP");
        Assert.InRange(time.ElapsedMilliseconds, 170, 60_000);
        Assert.Equal(3, Server.Statistics.Turns);
    }

    [Fact]
    public async Task Commands_sent_ahead_share_one()
    {
        Fill(100);
        using var client = await LoginAsync("INBOX");
        Server.Faults.Latency = TimeSpan.FromMilliseconds(300);
        Server.Statistics.Reset();
        var time = Stopwatch.StartNew();
        // In one piece: what a slow machine sends after an answer has left is a turn of its own.
        await client.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(static i => $"p{i} UID FETCH 1:* (UID ENVELOPE)\r\n")));
        for (var i = 0; i < 20; i++)
            await client.ReadToAsync($"p{i}");
        Assert.InRange(time.ElapsedMilliseconds, 295, 60_000);
        Assert.Equal(1, Server.Statistics.Turns);
    }

    [Fact]
    public async Task A_connection_with_tls_counts_the_turns_of_its_handshake()
    {
        Options.Faults.Latency = RoundTrip;
        using var client = await ConnectAsync(tls: true);
        await client.ReadLineAsync();
        Assert.InRange(Server.Statistics.Turns, 1, 2);
        var handshake = Server.Statistics.Turns;
        await client.CommandAsync("LOGIN user password");
        await client.CommandAsync("NOOP");
        Assert.Equal(handshake + 2, Server.Statistics.Turns);
    }

    [Fact]
    public async Task Without_delay_a_client_that_waits_is_counted_exactly()
    {
        using var client = await LoginAsync("INBOX");
        Server.Statistics.Reset();
        for (var i = 0; i < 200; i++)
            await client.CommandAsync("NOOP");
        Assert.Equal(200, Server.Statistics.Turns);
        Assert.Equal(200, Server.Statistics.Commands);
    }
}
