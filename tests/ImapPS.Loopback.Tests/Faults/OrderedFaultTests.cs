using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Tests.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Faults;

public class OrderedFaultTests : SessionTest
{
    [Theory]
    [InlineData(FaultKind.No, "NO [INUSE] later")]
    [InlineData(FaultKind.Bad, "BAD [INUSE] later")]
    public async Task Refuses_the_command_that_is_meant(FaultKind kind, string answer)
    {
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Server.Faults.Order(new OrderedFault(kind, "store") { Nth = 2, Times = 2, Text = "[INUSE] later" });
        Assert.EndsWith("completed", (await client.CommandAsync("UID STORE 1 +FLAGS (\\Seen)"))[^1]);
        Assert.EndsWith("completed", (await client.CommandAsync("NOOP"))[^1]);
        Assert.Equal([answer], await client.CommandAsync("UID STORE 1 +FLAGS (\\Flagged)"));
        Assert.Equal([answer], await client.CommandAsync("STORE 1 +FLAGS (\\Flagged)"));
        Assert.Equal("\\Seen", Inbox.Messages[0].Flags.ToString());
        Assert.EndsWith("completed", (await client.CommandAsync("UID STORE 1 +FLAGS (\\Flagged)"))[^1]);
        Assert.True(Assert.Single(Server.Faults.Ordered).IsSpent);
    }

    [Fact]
    public async Task By_UID_or_not_is_told_apart_if_it_is_said()
    {
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Server.Faults.Order(new OrderedFault(FaultKind.No, "UID FETCH"));
        Assert.StartsWith("OK", (await client.CommandAsync("FETCH 1 UID"))[^1]);
        Assert.StartsWith("NO", (await client.CommandAsync("UID FETCH 1 FLAGS"))[^1]);
    }

    [Fact]
    public async Task Any_command_is_one_behind_the_login()
    {
        Server.Faults.Order(new OrderedFault(FaultKind.No));
        using var client = await LoginAsync();
        Assert.StartsWith("NO", (await client.CommandAsync("NOOP"))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("NOOP"))[^1]);
    }

    [Theory]
    [InlineData(0, CutKind.Close)]
    [InlineData(10, CutKind.Close)]
    [InlineData(5, CutKind.Reset)]
    public async Task Cuts_after_so_many_octets_of_the_answer(int octets, CutKind kind)
    {
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Server.Faults.Order(new OrderedFault(FaultKind.CutAfter, "MOVE") { Octets = octets, Cut = kind });
        Server.Mailboxes.GetOrCreate("There");

        // Sent together: what is answered before is whole.
        await client.SendAsync("a NOOP\r\nb UID MOVE 1 There\r\n");
        Assert.Equal(["OK NOOP completed"], await client.ReadToAsync("a"));
        if (kind == CutKind.Close)
            Assert.Equal(octets, (await client.ReadToEndAsync()).Length);
        else
            await Assert.ThrowsAsync<IOException>(client.ReadToEndAsync);

        // It was carried out all the same.
        Assert.Equal(1, Server.Mailboxes["There"].Count);
        var logged = Server.Log.Exchanges[^1];
        Assert.Equal(("UID MOVE", null, null), (logged.Name, logged.Answer, logged.Duration));
        Assert.True(logged.OctetsSent <= octets);
        using var next = await LoginAsync("INBOX");
        Assert.StartsWith("OK", (await next.CommandAsync("NOOP"))[^1]);
    }

    [Fact]
    public async Task Delays_an_answer()
    {
        using var client = await LoginAsync();
        Server.Faults.Order(new OrderedFault(FaultKind.Delay, "NOOP") { Time = TimeSpan.FromSeconds(0.2) });
        await client.CommandAsync("NOOP");
        await client.CommandAsync("NOOP");
        var times = Server.Log.Exchanges.Where(static e => e.Name == "NOOP").Select(static e => e.Duration).ToArray();
        Assert.True(times[0] >= TimeSpan.FromSeconds(0.19), times[0].ToString());
    }

    [Theory]
    [InlineData(FaultKind.Delay)]
    [InlineData(FaultKind.CutAfter)]
    public async Task A_server_ends_whatever_hangs(FaultKind kind)
    {
        using var client = await LoginAsync();
        Server.Faults.Order(new OrderedFault(kind, "NOOP") { Time = TimeSpan.FromHours(1), Cut = CutKind.Stall });
        await client.SendAsync("a NOOP\r\n");
        while (Server.Faults.Ordered[0].Used == 0)
            await Task.Delay(5);
        await Server.DisposeAsync();
        Assert.Equal(0, Server.OpenConnections);
        Assert.Null(Server.Log.Exchanges[^1].Answer);
    }

    [Fact]
    public async Task Throttles_until_its_time_is_over()
    {
        using var client = await LoginAsync();
        var fault = new OrderedFault(FaultKind.Throttle) { Time = TimeSpan.FromHours(1), Nth = 2 };
        Server.Faults.Order(fault);
        Assert.StartsWith("OK", (await client.CommandAsync("NOOP"))[^1]);
        for (var i = 0; i < 3; i++)
            Assert.Matches("^NO \\[THROTTLED\\] Request is throttled\\. Suggested Backoff Time: [0-9]+ milliseconds$", (await client.CommandAsync("CHECK"))[^1]);
        Assert.False(fault.IsSpent);
        Assert.Equal(1, fault.Used);

        Server.Faults.Clear();
        Server.Faults.Order(new OrderedFault(FaultKind.Throttle) { Time = TimeSpan.FromTicks(1) });
        Assert.StartsWith("NO [THROTTLED]", (await client.CommandAsync("NOOP"))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("NOOP"))[^1]);
    }

    [Fact]
    public async Task A_new_UIDVALIDITY_ends_the_sessions_that_have_the_mailbox_open()
    {
        Fill(2);
        var old = Inbox.UidValidity;
        using var client = await LoginAsync("INBOX");
        using var idle = await LoginAsync("INBOX");
        await idle.SendAsync("i IDLE\r\n");
        Assert.Equal("+ idling", await idle.ReadLineAsync());
        Server.Faults.Order(new OrderedFault(FaultKind.UidValidityChange, "UID STORE"));
        await client.SendAsync("a UID STORE 1 +FLAGS (\\Deleted)\r\n");
        Assert.Equal("* BYE The mailbox was rebuilt\r\n", await client.ReadToEndAsync());
        await idle.ReadToEndAsync();

        using var next = await LoginAsync();
        Assert.Contains($"* OK [UIDVALIDITY {old + 1}]", string.Join('\n', await next.CommandAsync("SELECT INBOX")), StringComparison.Ordinal);
        Assert.All(Inbox.Messages, static m => Assert.Equal(MessageFlags.None, m.Flags));

        // Who has it not open goes on.
        Server.Faults.Order(new OrderedFault(FaultKind.UidValidityChange, "STATUS"));
        await next.CommandAsync("UNSELECT");
        Assert.Equal($"* STATUS \"INBOX\" (UIDVALIDITY {old + 2})", (await next.CommandAsync("STATUS INBOX (UIDVALIDITY)"))[0]);
    }
}
