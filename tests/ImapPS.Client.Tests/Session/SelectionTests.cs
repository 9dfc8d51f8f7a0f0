using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Session;

/// <summary>Which mailbox is open, and what is known of it.</summary>
public class SelectionTests : RawTest
{
    private static readonly FetchItems Flags = new() { Attributes = FetchAttributes.Flags };

    private static async Task SettleAsync(ImapSession session) =>
        // Answers come in order: when this one is here, the reader is through with what came before it.
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);

    private static async Task NoopAsync(RawPeer peer, params string[] lines)
    {
        var tag = await peer.ExpectAsync("NOOP");
        await peer.SendAsync([.. lines, $"{tag} OK"]);
    }

    [Fact]
    public async Task What_select_tells_is_known()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            var tag = await peer.ExpectAsync("SELECT INBOX");
            await peer.SendAsync(
                "* 172 EXISTS", "* 1 RECENT", "* OK [UNSEEN 12] first", "* OK [UIDVALIDITY 3857529045] valid", "* OK [UIDNEXT 4392] next",
                "* FLAGS (\\Answered \\Flagged key)", "* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] limited", "* OK [HIGHESTMODSEQ 715194045007] highest", $"{tag} OK [READ-WRITE] done");
            await peer.KeepSilentAsync();
        });
        Assert.Equal(SessionState.Authenticated, session.State);
        var box = await session.SelectAsync(MailboxName.Inbox, write: true, Cancel).WaitAsync(Hang);
        Assert.Same(box, session.Selected);
        Assert.Equal((172u, 3857529045u, 4392u, (ulong?)715194045007, false), (box.Exists, box.UidValidity, box.UidNext, box.HighestModSeq, box.IsReadOnly));
        Assert.True(box.PermanentFlags!.Has(SystemFlags.CreateKeywords));
        Assert.Equal(["key"], box.Flags.Keywords);
        Assert.Equal(SessionState.Selected, session.State);
    }

    [Fact]
    public async Task Data_right_behind_the_answer_to_select_counts()
    {
        for (var round = 0; round < 20; round++)
        {
            var session = await ConnectAsync(async peer =>
            {
                await peer.LogInAsync();
                var tag = await peer.ExpectAsync("EXAMINE");
                await peer.SendAsync("* 3 EXISTS", "* OK [UIDVALIDITY 7] valid", $"{tag} OK done", "* 5 EXISTS", "* 1 EXPUNGE", "* FLAGS (new)", "* OK [UIDNEXT 99] next");
                await NoopAsync(peer);
                await peer.KeepSilentAsync();
            });
            var box = await session.SelectAsync(MailboxName.Inbox, write: false, Cancel).WaitAsync(Hang);
            await SettleAsync(session);
            Assert.Equal((4u, 99u), (box.Exists, box.UidNext));
            Assert.Equal(["new"], box.Flags.Keywords);
            Assert.True(box.IsReadOnly);
        }
    }

    [Fact]
    public async Task Unsolicited_data_keeps_the_mailbox_up_to_date_and_never_below_nothing()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            await peer.OpenAsync(exists: 2);
            await NoopAsync(peer, "* 10 EXISTS", "* 3 RECENT", "* VANISHED 5:7", "* VANISHED (EARLIER) 1:4000", "* 2 EXPUNGE", "* 4 FETCH (FLAGS (\\Seen))", "* NO [ALERT] be\u0007ware", "* OK still here");
            await NoopAsync(peer, "* VANISHED 1:4294967295", "* 1 EXPUNGE");
            await peer.KeepSilentAsync();
        });
        var box = await session.SelectAsync(MailboxName.Inbox, write: false, Cancel).WaitAsync(Hang);
        await SettleAsync(session);
        Assert.Equal(6u, box.Exists);
        await SettleAsync(session);
        Assert.Equal(0u, box.Exists);
        Assert.Equal(["be\\u0007ware"], Alerts);
    }

    [Fact]
    public async Task What_came_before_closed_is_not_of_the_new_mailbox()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            await peer.OpenAsync(uidValidity: 1, exists: 50);
            var tag = await peer.ExpectAsync("SELECT Other");
            await peer.SendAsync("* 51 EXISTS", "* OK [UIDNEXT 777] of the old one", "* OK [HIGHESTMODSEQ 5] too", "* OK [CLOSED] now", "* 2 EXISTS", "* OK [UIDVALIDITY 8] valid", $"{tag} OK [READ-WRITE]");
            await peer.KeepSilentAsync();
        });
        await session.SelectAsync(MailboxName.Inbox, write: true, Cancel).WaitAsync(Hang);
        var box = await session.SelectAsync(MailboxName.Create("Other"), write: true, Cancel).WaitAsync(Hang);
        Assert.Equal((2u, 8u, 0u, (ulong?)null), (box.Exists, box.UidValidity, box.UidNext, box.HighestModSeq));
    }

    [Fact]
    public async Task A_mailbox_that_is_open_is_not_opened_again_except_to_write()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            for (var i = 0; i < 2; i++)
                await peer.OpenAsync();
            await peer.KeepSilentAsync();
        });
        for (var i = 0; i < 3; i++)
            await session.SelectAsync(MailboxName.Inbox, write: false, Cancel).WaitAsync(Hang);
        for (var i = 0; i < 3; i++)
            await session.SelectAsync(MailboxName.Create("inbox"), write: i != 1, Cancel).WaitAsync(Hang);
        Assert.Equal(["EXAMINE INBOX", "SELECT INBOX"], Trace.Where(l => l.Contains("INBOX", StringComparison.Ordinal)).Select(l => l[(l.IndexOf("C: A", StringComparison.Ordinal) + 9)..]));
    }

    [Theory]
    [InlineData("NO [NONEXISTENT] no such thing", ImapError.MailboxNotFound)]
    [InlineData("NO [NOPERM] not yours", ImapError.CommandRefused)]
    [InlineData("BAD what", ImapError.CommandBad)]
    public async Task A_select_that_fails_leaves_the_session_usable_and_nothing_selected(string answer, ImapError error)
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            await peer.OpenAsync(exists: 9);
            var tag = await peer.ExpectAsync("EXAMINE Gone");
            var search = await peer.ExpectAsync("UID SEARCH");
            await peer.SendAsync($"{tag} {answer}", $"{search} BAD nothing selected");
            await NoopAsync(peer, "* 4 EXISTS");
            await peer.OpenAsync(exists: 1);
            search = await peer.ExpectAsync("UID SEARCH");
            await peer.SendAsync("* SEARCH 42", $"{search} OK");
            await peer.KeepSilentAsync();
        });
        var before = await session.SelectAsync(MailboxName.Inbox, write: false, Cancel).WaitAsync(Hang);
        var exception = await FailsAsync(error, () => session.SearchAsync(MailboxName.Create("Gone"), SearchKey.All, Cancel));
        Assert.Contains("'Gone'", exception.Message);
        Assert.Null(session.Selected);
        Assert.Equal(SessionState.Authenticated, session.State);
        await SettleAsync(session);
        Assert.Equal(9u, before.Exists);
        Assert.Equal([42u], (await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang)).Uids.Uids());
    }

    [Fact]
    public async Task A_refusal_without_a_code_is_looked_into()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            foreach (var listed in new[] { "", "* LIST () \"/\" Box", "* LIST (\\NonExistent) \"/\" Box" })
            {
                var tag = await peer.ExpectAsync("EXAMINE Box");
                await peer.SendAsync($"{tag} NO can't");
                tag = await peer.ExpectAsync("LIST \"\" \"Box\"");
                await peer.SendAsync(listed, $"{tag} OK");
            }

            await peer.KeepSilentAsync();
        });
        foreach (var error in new[] { ImapError.MailboxNotFound, ImapError.CommandRefused, ImapError.MailboxNotFound })
            await FailsAsync(error, () => session.SelectAsync(MailboxName.Create("Box"), write: false, Cancel));
    }

    [Fact]
    public async Task Reading_behind_a_select_that_fails_tells_the_select()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            var select = await peer.ExpectAsync("EXAMINE");
            var search = await peer.ExpectAsync("UID SEARCH");
            var fetch = await peer.ExpectAsync("UID FETCH");
            await peer.SendAsync($"{select} NO [NONEXISTENT] gone", $"{search} BAD no", $"{fetch} BAD no");
            await NoopAsync(peer);
            await peer.KeepSilentAsync();
        });
        await FailsAsync(ImapError.MailboxNotFound, async () =>
        {
            await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, Flags, cancellationToken: Cancel))
                Assert.Fail("There was nothing to read.");
        });
        await SettleAsync(session);
    }

    [Fact]
    public async Task A_session_that_said_goodbye_is_closed_and_not_broken()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            var tag = await peer.ExpectAsync("LOGOUT");
            await peer.SendAsync("* BYE see you", $"{tag} OK bye");
        });
        await session.DisconnectAsync(TimeSpan.FromSeconds(30)).WaitAsync(Hang);
        Assert.Equal(SessionState.Closed, session.State);
        await FailsAsync(ImapError.SessionClosed, () => session.SelectAsync(MailboxName.Inbox, write: false, Cancel));
        await session.DisconnectAsync(TimeSpan.FromSeconds(30)).WaitAsync(Hang);
    }

    [Theory]
    [InlineData("")]
    [InlineData("* BYE in a hurry")]
    public async Task A_server_that_hangs_up_at_logout_closes_the_session(string last)
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            await peer.ExpectAsync("LOGOUT");
            await peer.SendAsync(last);
        });
        await session.DisconnectAsync(TimeSpan.FromSeconds(30)).WaitAsync(Hang);
        Assert.Equal(SessionState.Closed, session.State);
    }

    [Fact]
    public async Task Disconnecting_from_a_silent_server_ends()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            await peer.KeepSilentAsync();
        });
        // In flight, so that LOGOUT has to wait for it.
        var select = session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        await session.DisconnectAsync(TimeSpan.FromMilliseconds(200)).WaitAsync(Hang);
        await FailsAsync(ImapError.SessionClosed, () => select);
        Assert.Equal(SessionState.Closed, session.State);
    }

    [Fact]
    public async Task Cancelling_the_wait_for_a_mailbox_leaves_the_session_usable()
    {
        using var cancel = new CancellationTokenSource();
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            var tag = await peer.ExpectAsync("EXAMINE");
            await UntilAsync(() => cancel.IsCancellationRequested);
            await peer.SendAsync("* 3 EXISTS", "* OK [UIDVALIDITY 5] v", $"{tag} OK");
            await peer.KeepSilentAsync();
        });
        var select = session.SelectAsync(MailboxName.Inbox, write: false, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => select.WaitAsync(Hang));
        Assert.Equal(5u, (await session.SelectAsync(MailboxName.Inbox, write: false, Cancel).WaitAsync(Hang)).UidValidity);
        Assert.Null(session.Connection.Cause);
    }
}
