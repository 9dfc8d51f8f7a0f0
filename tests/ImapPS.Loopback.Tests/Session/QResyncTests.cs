using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Session;

/// <summary>What a client hears of the time in which it wasn't there (RFC 7162 section 3.2).</summary>
public class QResyncTests : SessionTest
{
    public QResyncTests() => Options.With("QRESYNC");

    private async Task<RawClient> EnabledAsync(string? select = null)
    {
        var client = await LoginAsync();
        Assert.Contains("* ENABLED QRESYNC", await client.CommandAsync("ENABLE QRESYNC"));
        if (select is not null)
            await client.CommandAsync("SELECT " + select);
        return client;
    }

    private static string[] Told(IEnumerable<string> lines) =>
        lines.Where(static l => l.StartsWith("* VANISHED", StringComparison.Ordinal) || l.Contains("FETCH", StringComparison.Ordinal)).ToArray();

    /// <summary>Ten messages, UID 1 gone, then at a moment: 3 and 4 gone, 5 seen, 11 new.</summary>
    private ulong Change()
    {
        Fill(10);
        Inbox.Expunge([Inbox.Find(1)!]);
        var moment = Inbox.HighestModSeq;
        Inbox.Expunge([Inbox.Find(3)!, Inbox.Find(4)!]);
        Inbox.SetFlags(Inbox.Find(5)!, MessageFlags.Create(SystemFlags.Seen));
        Inbox.Add("S: x\n\n");
        return moment;
    }

    [Theory]
    [InlineData("", "* VANISHED (EARLIER) 3:4", "* 2 FETCH (UID 5 FLAGS (\\Seen) MODSEQ (14))", "* 8 FETCH (UID 11 FLAGS () MODSEQ (15))")]
    [InlineData(" 1:10", "* VANISHED (EARLIER) 3:4", "* 2 FETCH (UID 5 FLAGS (\\Seen) MODSEQ (14))")]
    [InlineData(" 4", "* VANISHED (EARLIER) 4")]
    [InlineData(" 6:10")]
    [InlineData(" 5 (1 2)", "* 2 FETCH (UID 5 FLAGS (\\Seen) MODSEQ (14))")]
    public async Task Select_tells_what_changed_since(string known, params string[] expected)
    {
        var moment = Change();
        using var client = await EnabledAsync();
        var lines = await client.CommandAsync($"SELECT INBOX (QRESYNC ({Inbox.UidValidity} {moment}{known}))");
        Assert.Equal(expected, Told(lines));
        Assert.StartsWith("OK", lines[^1]);
    }

    [Fact]
    public async Task Another_UIDVALIDITY_tells_nothing()
    {
        Change();
        using var client = await EnabledAsync();
        var lines = await client.CommandAsync($"SELECT INBOX (QRESYNC ({Inbox.UidValidity - 1} 1))");
        Assert.Empty(Told(lines));
        Assert.StartsWith("OK", lines[^1]);
    }

    [Fact]
    public async Task What_is_forgotten_counts_as_gone_if_it_is_not_there()
    {
        Inbox.MaxExpungeHistory = 1;
        var moment = Change();
        using var client = await EnabledAsync();
        Assert.Contains("* VANISHED (EARLIER) 1,3:4", await client.CommandAsync($"SELECT INBOX (QRESYNC ({Inbox.UidValidity} {moment}))"));
        Assert.Contains("* VANISHED (EARLIER) 3", await client.CommandAsync($"SELECT INBOX (QRESYNC ({Inbox.UidValidity} {moment} 2:3))"));
        // The first message still is UID 2: what went before it was known.
        Assert.Contains("* VANISHED (EARLIER) 3:4", await client.CommandAsync($"SELECT INBOX (QRESYNC ({Inbox.UidValidity} {moment} (1 2)))"));
        // Where the numbers fit no longer it says nothing.
        Assert.Contains("* VANISHED (EARLIER) 1,3:4", await client.CommandAsync($"SELECT INBOX (QRESYNC ({Inbox.UidValidity} {moment} (3:4 4:5)))"));
        // What is still remembered is told exactly.
        Assert.Empty(Told(await client.CommandAsync($"SELECT INBOX (QRESYNC ({Inbox.UidValidity} {Inbox.HighestModSeq}))")));
    }

    [Fact]
    public async Task A_fetch_tells_it_too()
    {
        var moment = Change();
        using var client = await EnabledAsync("INBOX");
        Assert.Equal(
            ["* VANISHED (EARLIER) 3:4", "* 2 FETCH (UID 5 FLAGS (\\Seen) MODSEQ (14))", "OK UID FETCH completed"],
            await client.CommandAsync($"UID FETCH 1:10 (FLAGS) (CHANGEDSINCE {moment} VANISHED)"));
        Assert.Equal(["OK UID FETCH completed"], await client.CommandAsync($"UID FETCH 6:10 (FLAGS) (CHANGEDSINCE {moment} VANISHED)"));
    }

    [Fact]
    public async Task VANISHED_takes_the_place_of_EXPUNGE()
    {
        Fill(5);
        using var client = await EnabledAsync("INBOX");
        Inbox.Expunge([Inbox.Find(2)!, Inbox.Find(4)!]);
        Assert.Equal(["* VANISHED 2,4", "OK NOOP completed"], await client.CommandAsync("NOOP"));
        await client.CommandAsync("UID STORE 1 +FLAGS.SILENT (\\Deleted)");
        Assert.Equal(["* VANISHED 1", $"OK [HIGHESTMODSEQ {Inbox.HighestModSeq + 1}] UID EXPUNGE completed"], await client.CommandAsync("UID EXPUNGE 1"));
        Assert.Equal(["OK UID EXPUNGE completed"], await client.CommandAsync("UID EXPUNGE 1"));
        Server.Mailboxes.GetOrCreate("There");
        var moved = await client.CommandAsync("UID MOVE 3 There");
        Assert.Equal(["* VANISHED 3", $"OK [HIGHESTMODSEQ {Inbox.HighestModSeq}] UID MOVE completed"], moved.Skip(1));
    }

    [Fact]
    public async Task A_message_that_goes_while_the_mailbox_is_opened_is_told_of_once()
    {
        var moment = Change();
        using var client = await EnabledAsync();
        await client.CommandAsync($"SELECT INBOX (QRESYNC ({Inbox.UidValidity} {moment}))");
        Inbox.Expunge([Inbox.Find(6)!]);
        Assert.Equal(["* VANISHED 6", "OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Theory]
    [InlineData("SELECT INBOX (QRESYNC (1 1))")]
    [InlineData("UID FETCH 1 (FLAGS) (CHANGEDSINCE 1 VANISHED)")]
    public async Task It_must_be_enabled(string command)
    {
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith("BAD", (await client.CommandAsync(command))[^1]);
    }

    [Fact]
    public async Task It_is_not_there_unless_it_is_asked_for()
    {
        Options.Without("QRESYNC");
        using var client = await LoginAsync();
        Assert.DoesNotContain(await client.CommandAsync("ENABLE QRESYNC"), static l => l.Contains("ENABLED QRESYNC", StringComparison.Ordinal));
    }
}
