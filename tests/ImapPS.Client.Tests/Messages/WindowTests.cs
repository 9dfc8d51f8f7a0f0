using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Reading in windows against a true server.</summary>
public class WindowTests : EngineTest
{
    private static readonly FetchItems Flags = new() { Attributes = FetchAttributes.Flags };

    private static readonly FetchItems Summary = new() { Attributes = FetchAttributes.Flags | FetchAttributes.Size | FetchAttributes.Envelope };

    private static readonly FetchItems Whole = new() { Sections = [FetchSectionRequest.Whole] };

    // How long a window takes is the machine's affair, but for who asks.
    private static readonly FetchOptions Default = FetchOptions.Default with { WindowTime = TimeSpan.MaxValue };

    private static readonly FetchOptions Small = Default with { FirstWindow = 4, MaxWindow = 16 };

    private IEnumerable<string> Fetches => Commands.Where(c => c.StartsWith("UID FETCH", StringComparison.Ordinal)).Select(c => c.Split(' ')[2]);

    private IEnumerable<string> ContentFetches => Commands.Where(c => c.StartsWith("UID FETCH", StringComparison.Ordinal) && c.Contains("BODY", StringComparison.Ordinal)).Select(c => c.Split(' ')[2]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public async Task A_whole_mailbox_comes_whole_once_and_in_order(int count)
    {
        Fill(count);
        var session = await ConnectAsync();
        foreach (var options in new[] { null, Small })
        {
            var messages = await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Summary, options, Cancel));
            Assert.Equal(Numbers(1, count), messages.Select(m => m.Uid));
            Assert.All(messages, m => Assert.Equal($"INBOX {m.Uid}", m.Envelope!.Subject));
        }
    }

    [Fact]
    public async Task The_first_messages_come_with_the_opening_of_the_mailbox()
    {
        Fill(10);
        var session = await ConnectAsync();
        Server.Log.Clear();
        await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Flags, null, Cancel));
        Assert.Equal(["EXAMINE", "UID", "UID"], Commands.Select(c => c.Split(' ')[0]));
    }

    [Fact]
    public async Task Windows_grow_up_to_their_bound()
    {
        Fill(100);
        var session = await ConnectAsync();
        await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 100), Flags, Small, Cancel));
        Assert.Equal(["1:4", "5:8", "9:16", "17:32", "33:48", "49:64", "65:80", "81:96", "97:100"], Fetches);
    }

    [Fact]
    public async Task Windows_shrink_to_what_fills_them()
    {
        Server.Mailboxes.Inbox.AddGenerated(60, _ => new byte[10_000]);
        var session = await ConnectAsync();
        await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 60), Whole, Small with { WindowBytes = 50_000 }, Cancel));
        var counts = ContentFetches.Select(f => UidSet.Parse(f).Count).ToList();
        Assert.Equal([4, 4], counts.Take(2));
        Assert.All(counts.Skip(2).SkipLast(1), count => Assert.Equal(5, count));
        Assert.Equal(60, counts.Sum());
    }

    [Fact]
    public async Task A_large_message_has_a_window_of_its_own_whatever_came_before_it()
    {
        Inbox.AddGenerated(41, i => new byte[i == 21 ? 80_000 : 100]);
        var session = await ConnectAsync();
        foreach (var all in new[] { true, false })
        {
            Server.Log.Clear();
            var options = Small with { FirstWindow = 16, WindowBytes = 50_000 };
            var messages = await ReadAsync(all
                ? session.FetchAllAsync(MailboxName.Inbox, Whole, options, Cancel)
                : session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 41), Whole, options, Cancel));
            Assert.Equal(Numbers(1, 41), messages.Select(m => m.Uid));
            Assert.Equal(["1:16", "17:20", "21", "22:37", "38:41"], ContentFetches);
        }
    }

    [Fact]
    public async Task Windows_of_rows_hold_no_more_octets_than_they_should()
    {
        Fill(400);
        var session = await ConnectAsync();
        await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 400), Summary, Default with { FirstWindow = 4, WindowBytes = 2000 }, Cancel));
        var counts = Fetches.Select(f => UidSet.Parse(f).Count).ToList();
        // A row has some 160 octets here. Two windows were under way before the first told that.
        Assert.Equal([4, 4], counts.Take(2));
        Assert.All(counts.Skip(2), count => Assert.InRange(count, 1, 20));
        Assert.Equal(400, counts.Sum());
    }

    [Fact]
    public async Task Windows_that_take_too_long_get_smaller()
    {
        Fill(20);
        var session = await ConnectAsync();
        // Anything takes longer than no time.
        await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 20), Flags, Small with { WindowTime = TimeSpan.Zero }, Cancel));
        Assert.Equal(["1:4", "5:8", .. Numbers(9, 20).Select(n => n.ToString())], Fetches);
    }

    [Fact]
    public async Task Whoever_does_not_read_on_is_not_sent_more()
    {
        Inbox.AddGenerated(200, _ => new byte[10_000]);
        var session = await ConnectAsync();
        await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, Whole, Small with { WindowBytes = 50_000 }, Cancel))
        {
            if (batch.Messages[0].Uid < 50)
                continue;
            // Whatever was asked for is answered before this is.
            await session.Connection.ExecuteAsync(SimpleCommand.Noop, null, null, Cancel).WaitAsync(Hang);
            var asked = ContentFetches.Select(UidSet.Parse).Max(s => s[0].Last);
            Assert.InRange(asked, batch.Messages[0].Uid, batch.Messages[0].Uid + 15);
            break;
        }

        Assert.Equal(200, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang));
    }

    [Fact]
    public async Task One_huge_message_at_a_time_is_the_least()
    {
        Server.Mailboxes.Inbox.AddGenerated(6, _ => new byte[100_000]);
        var session = await ConnectAsync();
        var messages = await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 6), Whole, Small with { FirstWindow = 1, WindowBytes = 10 }, Cancel));
        Assert.Equal(6, messages.Count);
        Assert.All(messages, m => Assert.Equal(100_000, m.Sections[0].Content!.Length));
        Assert.Equal(["1:6", "1", "2", "3", "4", "5", "6"], Fetches);
    }

    [Fact]
    public async Task The_second_window_is_on_its_way_before_the_first_has_ended()
    {
        Fill(40);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Log.Clear();
        Server.Faults.Silent = true;
        var reading = ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 8), Flags, Small, Cancel));
        await UntilAsync(() => Trace.Any(static l => l.Contains("UID FETCH 5:8 ", StringComparison.Ordinal)));
        Server.Faults.Silent = false;
        Assert.Equal(8, (await reading).Count);
        Assert.Equal(["1:4", "5:8"], Fetches);
    }

    [Fact]
    public async Task Sparse_uids_come_whole_in_commands_of_bounded_length()
    {
        for (var i = 0; i < 3000; i++)
        {
            Inbox.SkipToUid((uint)(1_000_000 + (i * 1000)));
            Inbox.Add("Subject: s\n\n");
        }

        var session = await ConnectAsync();
        var all = await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Flags, null, Cancel));
        Assert.Equal(Inbox.Messages.Select(m => m.Uid), all.Select(m => m.Uid));
        Server.Log.Clear();
        // None but a third of those asked for are there.
        var asked = UidSet.From(Inbox.Messages.SelectMany(m => new[] { m.Uid, m.Uid + 2, m.Uid + 4 }));
        Assert.Equal(3000, (await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, asked, Flags, Default with { FirstWindow = 10_000 }, Cancel))).Count);
        Assert.All(Commands.Where(c => c.StartsWith("UID FETCH", StringComparison.Ordinal)), c => Assert.InRange(c.Length, 1, CommandLimits.MaxLineLength));
    }

    [Fact]
    public async Task Star_is_looked_up_first()
    {
        Fill(20);
        var session = await ConnectAsync();
        var messages = await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Parse("3:5,18:*"), Flags, Small, Cancel));
        Assert.Equal([3u, 4, 5, 18, 19, 20], messages.Select(m => m.Uid));
        Assert.DoesNotContain(Fetches, f => f.Contains('*', StringComparison.Ordinal));
        Server.Mailboxes.GetOrCreate("Empty");
        Assert.Empty(await ReadAsync(session.FetchAsync(MailboxName.Create("Empty"), null, UidSet.All, Flags, Small, Cancel)));
        Assert.Empty(await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Empty, Flags, Small, Cancel)));
    }

    [Fact]
    public async Task Messages_that_vanish_meanwhile_are_left_out_and_no_others()
    {
        Fill(40);
        var session = await ConnectAsync();
        var seen = new List<uint>();
        await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, Flags, Small, Cancel))
        {
            if (seen.Count == 0)
                Inbox.Expunge(Inbox.Messages.Where(m => m.Uid % 3 == 0 && m.Uid > 20));
            seen.AddRange(batch.Messages.Select(m => m.Uid));
        }

        Assert.Equal(seen.Order().Distinct(), seen);
        Assert.Empty(Numbers(1, 40).Where(n => n % 3 != 0 || n <= 20).Except(seen));
        Assert.Equal(Numbers(1, 40).Where(n => n % 3 != 0 || n <= 20), (await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Flags, Small, Cancel))).Select(m => m.Uid));
    }

    [Fact]
    public async Task What_others_do_meanwhile_is_not_taken_for_an_answer()
    {
        Fill(30);
        var session = await ConnectAsync();
        var other = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.InjectAfterResponses("UID FETCH", 2, "* 9 FETCH (UID 9 FLAGS (\\Flagged))\n* 1 FETCH (FLAGS (\\Flagged))\n* 3 FETCH (UID 3 FLAGS (\\Flagged) MODSEQ (77))\n* 31 EXISTS\n* 77 FETCH (UID 777 ENVELOPE NIL RFC822.SIZE 3)");
        var messages = await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 30), Summary, Small, Cancel));
        Assert.Equal(Numbers(1, 30), messages.Select(m => m.Uid));
        Assert.All(messages, m => Assert.NotNull(m.Envelope));
        await other.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(2, 4), MailboxName.Create("Elsewhere"), Cancel).WaitAsync(Hang);
        Assert.Equal(30, (await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 30), Summary, Small, Cancel))).Count);
    }

    [Fact]
    public async Task Flags_alone_are_taken_once_for_each_message()
    {
        Fill(6);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.InjectAfterResponses("UID FETCH", 3, "* 2 FETCH (UID 2 FLAGS (\\Flagged))\n* 5 FETCH (UID 5 FLAGS (\\Flagged))\n* 4 FETCH (UID 4 MODSEQ (9))\n* 9 FETCH (UID 90 FLAGS ())");
        var messages = await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 6), Flags, null, Cancel));
        Assert.Equal(Numbers(1, 6), messages.Select(m => m.Uid).Order());
        Assert.All(messages, m => Assert.NotNull(m.Flags));
    }

    [Fact]
    public async Task Nothing_is_marked_as_seen_by_reading()
    {
        Fill(3);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: true, Cancel);
        await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, null, Cancel));
        Assert.All(Inbox.Messages, m => Assert.False(m.Flags.Has(SystemFlags.Seen)));
    }

    [Theory]
    [InlineData("NO [SERVERBUG] disk", ImapError.CommandRefused)]
    [InlineData("BAD what", ImapError.CommandBad)]
    public async Task A_window_that_is_refused_tells_it_after_what_came_before(string answer, ImapError error)
    {
        Fill(30);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.AnswerNext("UID FETCH", "* 1 FETCH (UID 1 FLAGS ())\n{tag} " + answer);
        var read = new List<FetchResponse>();
        await FailsAsync(error, async () =>
        {
            await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 30), Flags, Small, Cancel))
                read.AddRange(batch.Messages);
        });
        Assert.Equal([1u], read.Select(m => m.Uid));
        Assert.Equal(30, (await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Flags, Small, Cancel))).Count);
    }

    [Fact]
    public async Task A_refusal_that_only_says_that_some_are_gone_is_none()
    {
        Fill(10);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.AnswerNext("UID FETCH", "* 1 FETCH (UID 1 FLAGS ())\n{tag} NO [EXPUNGEISSUED] some are gone");
        var messages = await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 10), Flags, Small, Cancel));
        Assert.Equal([1u, 5, 6, 7, 8, 9, 10], messages.Select(m => m.Uid));
    }
}
