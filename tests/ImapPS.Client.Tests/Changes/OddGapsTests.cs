using ImapPS.Client.Changes;
using ImapPS.Client.Messages;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Changes;

/// <summary>Servers that tell of changes in pieces, in garbage, or in huge claims.</summary>
public class OddGapsTests : RawTest
{
    private static readonly FetchItems Items = new() { Attributes = FetchAttributes.Envelope | FetchAttributes.Size };

    /// <summary>What a server's answers come to, of a mailbox of which 1:5 are known.</summary>
    private async Task<MailboxChanges> AskAsync(ulong? modSeq, string capabilities, Func<RawPeer, Task> answer)
    {
        var session = await ConnectAsync(
            async peer =>
            {
                await peer.LogInAsync(capabilities);
                if (capabilities.Contains("QRESYNC", StringComparison.Ordinal))
                    await peer.SendAsync("* ENABLED QRESYNC", await peer.ExpectAsync("ENABLE QRESYNC") + " OK");
                await answer(peer);
                await peer.KeepSilentAsync();
            },
            o => o with { Limits = o.Limits with { MaxSetRanges = 1000 } });
        return await session.ChangedSinceAsync(MailboxName.Inbox, new WatchPosition(7, 6, modSeq, UidSet.Parse("1:5")), Items, Cancel).WaitAsync(Hang);
    }

    private static async Task OpenAsync(RawPeer peer, params string[] more)
    {
        var tag = await peer.ExpectAsync("EXAMINE INBOX");
        await peer.SendAsync(["* 6 EXISTS", "* OK [UIDVALIDITY 7] x", "* OK [UIDNEXT 8] x", .. more, tag + " OK [READ-ONLY] x"]);
    }

    [Fact]
    public async Task A_message_told_of_in_pieces_is_whole()
    {
        var changes = await AskAsync(null, "IMAP4rev1", async peer =>
        {
            await OpenAsync(peer);
            var tag = await peer.ExpectAsync("UID FETCH 6:*");
            await peer.SendAsync("* 6 FETCH (UID 6 RFC822.SIZE 11)");
            await peer.SendAsync("* 6 FETCH (UID 6 FLAGS (\\Seen))");
            await peer.SendAsync("* 6 FETCH (UID 6 ENVELOPE (NIL \"hello\" NIL NIL NIL NIL NIL NIL NIL NIL))", tag + " OK");
            await peer.SendAsync("* 1 FETCH (UID 1 FLAGS ())", "* 2 FETCH (UID 2 FLAGS ())", "* 5 FETCH (UID 5 FLAGS ())", await peer.ExpectAsync("UID FETCH 1:5") + " OK");
        });
        var message = Assert.Single(changes.New);
        Assert.Equal(("hello", 11u, MessageFlags.Create(SystemFlags.Seen)), (message.Envelope!.Subject, (uint)message.Size!.Value, message.Flags));
        Assert.Equal(UidSet.Parse("3:4"), changes.Removed);
    }

    [Fact]
    public async Task A_message_whose_answer_is_garbage_is_told_of_by_its_UID_and_takes_no_other_for_gone()
    {
        var changes = await AskAsync(null, "IMAP4rev1", async peer =>
        {
            await OpenAsync(peer);
            await peer.SendAsync("* 6 FETCH (UID x", "* 7 FETCH (UID 7 FLAGS () RFC822.SIZE 3 ENVELOPE (NIL \"fine\" NIL NIL NIL NIL NIL NIL NIL NIL))", await peer.ExpectAsync("UID FETCH 6:*") + " OK");
            await peer.SendAsync("* 1 FETCH (UID 1 FLAGS ())", "* 2 FETCH ((((", "* 5 FETCH (UID 5 FLAGS ())", await peer.ExpectAsync("UID FETCH 1:5") + " OK");
            await peer.SendAsync("* SEARCH 1 2 5", await peer.ExpectAsync("UID SEARCH UID 1:5") + " OK");
            await peer.SendAsync("* SEARCH 6 7", await peer.ExpectAsync("UID SEARCH UID 6:*") + " OK");
        });
        Assert.Equal(UidSet.Parse("3:4"), changes.Removed);
        Assert.Equal([6u, 7u], changes.New.Select(m => m.Uid));
        Assert.Single(changes.New[0].Problems);
        Assert.Null(changes.New[0].Envelope);
        Assert.Equal("fine", changes.New[1].Envelope!.Subject);
        Assert.Equal(8u, changes.Position.UidNext);
    }

    [Fact]
    public async Task What_was_told_of_the_mailbox_before_CLOSED_is_not_of_this_one()
    {
        var changes = await AskAsync(50, "IMAP4rev1 ENABLE QRESYNC", async peer =>
        {
            await OpenAsync(
                peer, "* VANISHED (EARLIER) 1:2", "* 3 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (60))", "* OK [CLOSED] x", "* 6 EXISTS", "* OK [UIDVALIDITY 7] x", "* OK [HIGHESTMODSEQ 70] x",
                "* VANISHED (EARLIER) 5,900:4294967294", "* 4 FETCH (UID 4 FLAGS (\\Flagged) MODSEQ (65))", "* 4 FETCH (UID 4 FLAGS () MODSEQ (66))", "* 1 FETCH (UID 77 FLAGS () MODSEQ (66))");
            await peer.SendAsync(await peer.ExpectAsync("UID FETCH 6:*") + " OK");
        });
        Assert.Equal(UidSet.Of(5), changes.Removed);
        Assert.Equal(4u, Assert.Single(changes.Changed).Uid);
        Assert.Equal(70ul, changes.Position.ModSeq);
    }

    [Fact]
    public async Task A_mailbox_without_modification_sequences_is_listed()
    {
        var changes = await AskAsync(50, "IMAP4rev1 ENABLE QRESYNC", async peer =>
        {
            await OpenAsync(peer, "* OK [NOMODSEQ] x");
            // What went out with SELECT may have been taken back in time, or not.
            var (tag, text) = await peer.ReadCommandAsync();
            for (; text.StartsWith("UID FETCH 6:*", StringComparison.Ordinal); (tag, text) = await peer.ReadCommandAsync())
                await peer.SendAsync(tag + " OK");
            Assert.Equal("UID FETCH 1:5 (UID FLAGS)", text);
            await peer.SendAsync("* 1 FETCH (UID 1 FLAGS ())", "* 2 FETCH (UID 4 FLAGS ())", tag + " OK");
        });
        Assert.Equal(UidSet.Parse("2:3,5"), changes.Removed);
        Assert.Null(changes.Position.ModSeq);
    }

    [Fact]
    public async Task More_ranges_than_the_limit_end_the_connection()
    {
        var error = await Assert.ThrowsAsync<ImapException>(() => AskAsync(50, "IMAP4rev1 ENABLE QRESYNC", async peer =>
        {
            var half = string.Join(',', Enumerable.Range(1, 600).Select(n => 2 * n));
            await OpenAsync(peer, "* OK [HIGHESTMODSEQ 70] x", "* VANISHED (EARLIER) " + half, "* VANISHED (EARLIER) " + half);
        }));
        Assert.Equal(ImapError.ProtocolViolation, error.Error);
        Assert.Contains(nameof(ProtocolLimits.MaxSetRanges), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_is_asked_for_right_behind_DONE()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync("IMAP4rev1 IDLE");
            var tag = await peer.ExpectAsync("EXAMINE INBOX");
            await peer.SendAsync("* 0 EXISTS", "* OK [UIDVALIDITY 7] x", tag + " OK");
            await peer.SendAsync("* SEARCH", await peer.ExpectAsync("UID SEARCH") + " OK");
            await peer.SendAsync(await peer.ExpectAsync("UID FETCH 1:*") + " OK");
            var idle = await peer.ExpectAsync("IDLE");
            await peer.SendAsync("+ idling", "* 1 EXISTS");
            Assert.Equal("DONE", await peer.ReadLineAsync());
            // Nothing is answered before both are there: it is one round trip.
            var fetch = await peer.ExpectAsync("UID FETCH 1:*");
            await peer.SendAsync(idle + " OK", "* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 3 ENVELOPE NIL)", fetch + " OK");
            await peer.KeepSilentAsync();
        });
        await using var changes = session.WatchAsync([MailboxName.Inbox], new WatchOptions { Items = Items }, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Hang));
        Assert.Equal((MailboxChangeKind.New, 1u), (Assert.Single(changes.Current).Kind, changes.Current[0].Uid));
    }

    [Fact]
    public async Task A_refusal_to_enable_leaves_it_out()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync("IMAP4rev1 ENABLE CONDSTORE QRESYNC");
            await peer.SendAsync(await peer.ExpectAsync("ENABLE QRESYNC") + " BAD no");
            var tag = await peer.ExpectAsync("EXAMINE INBOX (CONDSTORE)");
            await peer.SendAsync("* OK [UIDVALIDITY 7] x", "* OK [HIGHESTMODSEQ 9] x", tag + " OK");
            await peer.SendAsync(await peer.ExpectAsync("UID FETCH 6:*") + " OK");
            await peer.SendAsync(await peer.ExpectAsync("UID FETCH 1:5 (UID FLAGS MODSEQ) (CHANGEDSINCE 8)") + " OK");
            await peer.SendAsync("* SEARCH 1 2 3 4 5", await peer.ExpectAsync("UID SEARCH") + " OK");
            await peer.KeepSilentAsync();
        });
        var changes = await session.ChangedSinceAsync(MailboxName.Inbox, new WatchPosition(7, 6, 8, UidSet.Parse("1:5")), null, Cancel).WaitAsync(Hang);
        Assert.True(changes.Removed.IsEmpty);
    }
}
