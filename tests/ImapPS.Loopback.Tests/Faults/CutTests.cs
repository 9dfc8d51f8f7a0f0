using System.Diagnostics;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Tests.Session;

namespace ImapPS.Loopback.Tests.Faults;

public class CutTests : SessionTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(1000)]
    [InlineData(300_000)]
    public async Task Cuts_after_so_many_octets_sent(int octets)
    {
        Inbox.Add(new byte[400_000]);
        using var client = await LoginAsync("INBOX");
        Server.Faults.CutAfterSent(octets);
        await client.SendAsync("a UID FETCH 1 BODY.PEEK[]\r\n");
        Assert.Equal(octets, (await client.ReadToEndAsync()).Length);

        // Once only: the next connection is whole.
        using var next = await LoginAsync("INBOX");
        Assert.StartsWith("OK", (await next.CommandAsync("UID FETCH 1 BODY.PEEK[]"))[^1]);
    }

    [Theory]
    [InlineData(36, "")]
    [InlineData(37, "\\Seen")]
    public async Task A_command_complete_before_the_cut_is_carried_out_and_not_answered(int octets, string flags)
    {
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Server.Faults.CutAfterReceived(octets);
        await client.SendAsync("a UID STORE 1 +FLAGS.SILENT (\\Seen)\r\nb NOOP\r\n");
        Assert.Equal("", await client.ReadToEndAsync());
        await WaitAsync(() => Server.OpenConnections == 0);
        Assert.Equal(flags, Inbox.Find(1)!.Flags.ToString());
    }

    [Fact]
    public async Task Counts_from_the_greeting_if_set_at_the_start()
    {
        Options.Faults.CutAfterSent(10, everyConnection: true);
        for (var i = 0; i < 3; i++)
        {
            using var client = await ConnectAsync();
            Assert.Equal("* OK [CAPA", await client.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task Cuts_inside_tls_at_the_same_octet()
    {
        Options.Faults.CutAfterSent(10);
        using var client = await ConnectAsync(tls: true);
        Assert.Equal("* OK [CAPA", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Resets()
    {
        using var client = await LoginAsync("INBOX");
        Server.Faults.CutAfterSent(0, CutKind.Reset);
        await client.SendAsync("a NOOP\r\n");
        var error = await Assert.ThrowsAsync<IOException>(client.ReadToEndAsync);
        Assert.Equal(System.Net.Sockets.SocketError.ConnectionReset, ((System.Net.Sockets.SocketException)error.InnerException!).SocketErrorCode);
    }

    [Fact]
    public async Task Stalls()
    {
        using var client = await LoginAsync("INBOX");
        Server.Faults.CutAfterSent(3, CutKind.Stall);
        await client.SendAsync("a NOOP\r\n");
        Assert.Equal("a O", await client.ReadOctetsAsync(3));
        Assert.True(await client.IsSilentAsync(TimeSpan.FromMilliseconds(200)));
        await client.SendAsync("b NOOP\r\n");
        Assert.True(await client.IsSilentAsync(TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task Is_half_open_on_order_and_carries_out_what_comes()
    {
        using var client = await LoginAsync("INBOX");
        Server.Faults.CutAfterSent(3, CutKind.HalfOpen);
        await client.SendAsync("a CREATE First\r\n");
        Assert.Equal("a O", await client.ReadOctetsAsync(3));
        await client.SendAsync("b CREATE Second\r\n");
        await WaitAsync(() => Server.Mailboxes.Find("Second") is not null);
        Assert.True(await client.IsSilentAsync(TimeSpan.FromMilliseconds(100)));
    }

    [Theory]
    [InlineData(8, "")]
    [InlineData(16, "First")]
    public async Task Says_goodbye_before_a_cut(int octets, string made)
    {
        using var client = await LoginAsync("INBOX");
        Server.Faults.CutAfterReceived(octets, farewell: "* BYE [UNAVAILABLE] later");
        await client.SendAsync("a CREATE First\r\n");
        Assert.Equal("* BYE [UNAVAILABLE] later\r\n", await client.ReadToEndAsync());
        Assert.Equal(made.Length > 0, Server.Mailboxes.Find("First") is not null);
    }

    [Fact]
    public async Task A_stalled_connection_does_not_hold_up_the_end_of_the_server()
    {
        using var client = await LoginAsync("INBOX");
        Server.Faults.CutAfterSent(3, CutKind.Stall);
        await client.SendAsync("a NOOP\r\n");
        Assert.Equal("a O", await client.ReadOctetsAsync(3));
        await Server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task All_connections_can_be_cut_and_a_server_started_again_on_its_port()
    {
        using var client = await LoginAsync("INBOX");
        Server.CutConnections();
        Assert.Equal("", await client.ReadToEndAsync());
        await Server.DisposeAsync();
        await using var again = LoopbackServer.Start(new LoopbackOptions { Port = Server.Port });
        using var next = await RawClient.LoginAsync(again);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var patience = Stopwatch.StartNew(); !condition() && patience.Elapsed < TimeSpan.FromSeconds(60);)
            await Task.Delay(10);
        Assert.True(condition());
    }
}
