using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Session;

public class TwoSessionTests : SessionTest
{
    [Fact]
    public async Task Each_sees_what_the_other_does()
    {
        Fill(3);
        using var one = await LoginAsync("INBOX");
        using var two = await LoginAsync("INBOX");
        await one.CommandAsync("APPEND INBOX {1+}\r\nx");
        await one.CommandAsync("UID STORE 2 +FLAGS (\\Seen)");
        await one.CommandAsync("UID MOVE 1 INBOX");
        Assert.Equal(
            ["* 1 EXPUNGE", "* 4 EXISTS", "* 1 FETCH (UID 2 FLAGS (\\Seen))", "OK NOOP completed"],
            await two.CommandAsync("NOOP"));
        Assert.Equal(["OK NOOP completed"], await two.CommandAsync("NOOP"));
        Assert.Equal(["OK NOOP completed"], await one.CommandAsync("NOOP"));
    }

    [Theory]
    [InlineData("FETCH 1:3 UID")]
    [InlineData("STORE 1 +FLAGS (\\Seen)")]
    [InlineData("SEARCH ALL")]
    public async Task Numbers_do_not_shift_under_a_command_with_numbers(string command)
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        Inbox.Expunge([Inbox.Find(2)!]);
        Assert.DoesNotContain(await client.CommandAsync(command), static l => l.EndsWith("EXPUNGE", StringComparison.Ordinal));
        Assert.Contains("* 2 EXPUNGE", await client.CommandAsync("UID FETCH 3 UID"));
        Assert.Equal("* 2 FETCH (UID 3)", (await client.CommandAsync("FETCH 2 UID"))[0]);
    }

    [Fact]
    public async Task What_is_gone_but_not_yet_told_is_no_change_of_flags()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        var mark = Inbox.HighestModSeq;
        Inbox.Expunge([Inbox.Find(2)!]);
        Assert.DoesNotContain(await client.CommandAsync($"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {mark})"), static l => l.Contains("FETCH (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_gone_but_not_yet_told()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        Inbox.Expunge([Inbox.Find(2)!]);
        Assert.Equal("* 2 FETCH (UID 2)", (await client.CommandAsync("FETCH 2 UID"))[0]);
        Assert.StartsWith("NO [EXPUNGEISSUED]", (await client.CommandAsync("STORE 1:3 +FLAGS (\\Seen)"))[^1]);
        Assert.StartsWith("NO [EXPUNGEISSUED]", (await client.CommandAsync("COPY 1:3 INBOX"))[^1]);
        Assert.Equal(["OK UID STORE completed"], await client.CommandAsync("UID STORE 2 +FLAGS (\\Seen)"));
    }

    [Fact]
    public async Task A_message_that_came_and_went_is_never_told_of()
    {
        using var client = await LoginAsync("INBOX");
        Inbox.Expunge([Add("S: x\n\n")]);
        Add("S: y\n\n");
        Assert.Equal(["* 1 EXISTS", "OK NOOP completed"], await client.CommandAsync("NOOP"));
        Assert.Equal("* 1 FETCH (UID 2)", (await client.CommandAsync("FETCH 1 UID"))[0]);
    }

    [Fact]
    public async Task Idle_tells_at_once()
    {
        Fill(1);
        using var client = await LoginAsync("INBOX");
        await client.SendAsync("a IDLE\r\n");
        Assert.Equal("+ idling", await client.ReadLineAsync());
        Add("S: x\n\n");
        Assert.Equal("* 2 EXISTS", await client.ReadLineAsync());
        Inbox.SetFlags(Inbox.Find(1)!, MessageFlags.Parse("\\Seen"));
        Assert.Equal("* 1 FETCH (UID 1 FLAGS (\\Seen))", await client.ReadLineAsync());
        await client.SendAsync("DO");
        Inbox.Expunge([Inbox.Find(1)!]);
        Assert.Equal("* 1 EXPUNGE", await client.ReadLineAsync());
        await client.SendAsync("NE\r\nb NOOP\r\n");
        Assert.Equal(["OK IDLE completed"], await client.ReadToAsync("a"));
        Assert.Equal(["OK NOOP completed"], await client.ReadToAsync("b"));
    }

    [Fact]
    public async Task Idle_without_a_mailbox_and_ended_wrongly()
    {
        using var client = await LoginAsync();
        await client.SendAsync("a IDLE\r\n");
        await client.ReadLineAsync();
        await client.SendAsync("b NOOP\r\n");
        Assert.Equal(["BAD DONE was expected"], await client.ReadToAsync("a"));
    }

    [Fact]
    public async Task A_changed_uidvalidity_shows_at_the_next_select()
    {
        Fill(3);
        Inbox.Expunge([Inbox.Find(1)!]);
        var before = Inbox.UidValidity;
        using var client = await LoginAsync("INBOX");
        Inbox.ChangeUidValidity();
        await client.CommandAsync("UID STORE 2 +FLAGS (\\Deleted)");
        await client.CommandAsync("EXPUNGE");
        Assert.Equal(2, Inbox.Count);
        var lines = await client.CommandAsync("SELECT INBOX");
        Assert.Contains($"* OK [UIDVALIDITY {before + 1}] UIDs valid", lines);
        Assert.Contains("* OK [UIDNEXT 3] Predicted next UID", lines);
    }

    [Fact]
    public async Task Many_sessions_at_once()
    {
        Fill(20);
        Server.Mailboxes.GetOrCreate("Target");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            using var client = await RawClient.LoginAsync(Server, "INBOX");
            for (var i = 0; i < 20; i++)
            {
                await client.CommandAsync($"APPEND INBOX {{1+}}\r\nx");
                await client.CommandAsync($"UID STORE 1:* +FLAGS (w{worker}x{i})");
                await client.CommandAsync($"UID MOVE {1 + (worker * 20) + i} Target");
                Assert.StartsWith("OK", (await client.CommandAsync("UID FETCH 1:* (UID FLAGS)"))[^1]);
            }

            // What the session has been told adds up to what there is once all is told.
            Assert.StartsWith("OK", (await client.CommandAsync("NOOP"))[^1]);
        }));
        Assert.Equal(180, Inbox.Count + Server.Mailboxes["Target"].Count);
        using var last = await LoginAsync("INBOX");
        Assert.Equal(Inbox.Count, (await last.CommandAsync("FETCH 1:* UID")).Count - 1);
    }
}
