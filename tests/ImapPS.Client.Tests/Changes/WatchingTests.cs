using System.Threading.Channels;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Changes;

/// <summary>Each change is told once, whatever lies between it and the watcher.</summary>
public class WatchingTests : WatchTest
{
    [Theory]
    [InlineData("", "")]
    [InlineData("CONDSTORE", "")]
    [InlineData("ESEARCH CONDSTORE", "")]
    [InlineData("", "QRESYNC")]
    public async Task What_happens_during_idle_is_told(string without, string with)
    {
        Options.Without(without.Split(' ')).With(with.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Fill(5);
        var session = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var (changes, watch) = Watch(session, stop.Token);
        await IdlingAsync();
        Inbox.Add(Mail(1));
        await ExpectAsync(changes, "New 6");
        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.Create(SystemFlags.Seen));
        await ExpectAsync(changes, "Flags 2");
        Inbox.Expunge([Inbox.Find(3)!, Inbox.Find(6)!]);
        await ExpectAsync(changes, "Removed 3", "Removed 6");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.WaitAsync(Hang));
        Assert.Equal(4, (await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel)).Count);
    }

    [Fact]
    public async Task New_mail_takes_one_command_after_idle_ended()
    {
        Fill(5);
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel);
        await IdlingAsync();
        Server.Log.Clear();
        Inbox.Add(Mail(1));
        var change = await changes.ReadAsync(Cancel).AsTask().WaitAsync(Hang);
        Assert.Equal("new 1", change.Message!.Envelope!.Subject);
        Assert.Equal("UID FETCH", string.Join(' ', Commands.First(c => c != "DONE").Split(' ').Take(2)));
    }

    [Fact]
    public async Task Without_idle_it_is_asked_now_and_then()
    {
        Options.Without("IDLE");
        Fill(2);
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel);
        await UntilAsync(() => Commands.Count(c => c == "NOOP") >= 2);
        Inbox.Add(Mail(1));
        await ExpectAsync(changes, "New 3");
        Assert.DoesNotContain("IDLE", Commands);
    }

    [Theory]
    [InlineData("{tag} NO not here")]
    [InlineData("{tag} BAD what?")]
    [InlineData("{tag} OK over already")]
    public async Task Where_idle_is_refused_it_is_asked_now_and_then(string answer)
    {
        Fill(2);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("IDLE", answer, times: 10_000);
        var (changes, _) = Watch(session, Cancel);
        await UntilAsync(() => Commands.Count(static c => c == "NOOP") >= 3);
        // Each time once, and no more often.
        var sent = Commands.ToArray();
        Assert.InRange(sent.Count(static c => c == "IDLE"), 3, sent.Count(static c => c == "NOOP") + 1);
        Inbox.Add(Mail(1));
        await ExpectAsync(changes, "New 3");
        Assert.Equal(0, session.Reconnects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("IDLE")]
    public async Task Who_stops_watching_does_not_wait_for_a_silent_server(string without)
    {
        Options.Without(without);
        Fill(1);
        using var stop = new CancellationTokenSource();
        var (_, watch) = Watch(await ConnectAsync(silence: TimeSpan.FromHours(1)), stop.Token);
        await UntilAsync(() => Commands.Count > 0 && Commands[^1] is "IDLE" or "NOOP");
        Server.Faults.Silent = true;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.WaitAsync(Hang));
    }

    [Fact]
    public async Task Other_commands_go_through_and_what_happens_meanwhile_is_not_missed()
    {
        Fill(3);
        Fill(2, "Other");
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel);
        await IdlingAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(2, (await session.SearchAsync(MailboxName.Create("Other"), SearchKey.All, Cancel).WaitAsync(Hang)).Count);
            Inbox.Add(Mail(i));
            await ExpectAsync(changes, $"New {4 + i}");
        }
    }

    [Fact]
    public async Task What_the_watcher_itself_moves_away_is_told_as_removed_and_nothing_hangs()
    {
        Fill(1);
        Server.Mailboxes.GetOrCreate("Done");
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel);
        await IdlingAsync();
        for (uint uid = 2; uid < 8; uid++)
        {
            Inbox.Add(Mail((int)uid));
            await ExpectAsync(changes, $"New {uid}");
            var moved = Assert.Single(await session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, UidSet.Of(uid), MailboxName.Create("Done"), Cancel).WaitAsync(Hang));
            Assert.Null(moved.Error);
            await ExpectAsync(changes, $"Removed {uid}");
        }

        Assert.Equal(6, Server.Mailboxes["Done"].Count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("CONDSTORE", "")]
    [InlineData("", "QRESYNC")]
    public async Task A_gap_is_closed_and_nothing_is_told_twice(string without, string with)
    {
        Options.Without(without).With(with.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Fill(10);
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel);
        await IdlingAsync();
        for (var round = 0; round < 5; round++)
        {
            Server.Faults.Silent = true;
            session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
            var first = Inbox.UidNext;
            Inbox.Add(Mail(1));
            Inbox.SetFlags(Inbox.Find(2)!, round % 2 == 0 ? MessageFlags.Create(SystemFlags.Flagged) : MessageFlags.None);
            Inbox.Expunge([Inbox.Find((uint)(5 + round))!]);
            Inbox.Add(Mail(2));
            Server.Faults.Silent = false;
            await ExpectAsync(changes, $"Removed {5 + round}", "Flags 2", $"New {first}", $"New {first + 1}");
        }

        Assert.False(changes.TryRead(out _));
        Assert.Equal(5, session.Reconnects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CONDSTORE")]
    [InlineData("QRESYNC")]
    public async Task A_mailbox_made_anew_is_told_and_watched_on(string capability)
    {
        if (capability == "QRESYNC")
            Options.With(capability);
        else
            Options.Without(capability);
        Fill(3);
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel);
        await IdlingAsync();
        Inbox.ChangeUidValidity();
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        var change = await changes.ReadAsync(Cancel).AsTask().WaitAsync(Hang);
        Assert.Equal((MailboxChangeKind.MailboxChanged, Inbox.UidValidity), (change.Kind, change.UidValidity));
        var next = Inbox.UidNext;
        await IdlingAsync();
        Inbox.Add(Mail(1));
        await ExpectAsync(changes, $"New {next}");
    }

    [Fact]
    public async Task A_position_tells_where_to_go_on()
    {
        Fill(10);
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel, Quick with { From = new WatchPosition(Inbox.UidValidity, 8) });
        await ExpectAsync(changes, "New 8", "New 9", "New 10");
    }

    [Fact]
    public async Task What_happened_while_another_mailbox_was_open_is_told()
    {
        Fill(3);
        Fill(1, "Other");
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel);
        for (var round = 0; round < 10; round++)
        {
            await IdlingAsync();
            // The hint says "a message came"; behind it another mailbox is opened, and flags change unheard.
            Inbox.Add(Mail(round));
            await session.SearchAsync(MailboxName.Create("Other"), SearchKey.All, Cancel).WaitAsync(Hang);
            Inbox.SetFlags(Inbox.Find(2)!, round % 2 == 0 ? MessageFlags.Create(SystemFlags.Flagged) : MessageFlags.None);
            var told = new List<string> { Text(await changes.ReadAsync(Cancel).AsTask().WaitAsync(Hang)), Text(await changes.ReadAsync(Cancel).AsTask().WaitAsync(Hang)) };
            Assert.Equal(["Flags 2", $"New {4 + round}"], told.Order());
        }
    }

    [Fact]
    public async Task A_mailbox_that_goes_away_ends_the_watch_with_its_name()
    {
        Fill(1, "Gone");
        var session = await ConnectAsync();
        await using var watch = session.WatchAsync([MailboxName.Create("Gone")], Quick, Cancel).GetAsyncEnumerator(Cancel);
        var ended = EndAsync();
        await IdlingAsync();
        Server.Mailboxes.Delete(MailboxName.Create("Gone"));
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        var error = await FailsAsync(ImapError.MailboxNotFound, () => ended);
        Assert.Contains("Gone", error.Message, StringComparison.Ordinal);

        // That its message went may be told first.
        async Task EndAsync()
        {
            while (await watch.MoveNextAsync())
                Assert.All(watch.Current, static c => Assert.Equal(MailboxChangeKind.Removed, c.Kind));
        }
    }

    [Fact]
    public async Task A_silent_idle_is_no_silent_server_but_an_unanswered_done_is()
    {
        Fill(1);
        Reconnect = ReconnectPolicy.Never;
        var session = await ConnectAsync();
        var patience = session.Connection.SilenceTimeout;
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel).WaitAsync(Hang);
        var hold = new TaskCompletionSource<bool>();
        var idle = session.Connection.EnqueueIdle(hold.Task);
        await UntilAsync(() => idle.IsHeld);
        session.Connection.SilenceTimeout = TimeSpan.FromMilliseconds(300);
        await Task.Delay(800, Cancel);
        Assert.Equal(SessionState.Selected, session.State);
        session.Connection.SilenceTimeout = patience;
        hold.SetResult(true);
        var (changes, watch) = Watch(session, Cancel);
        await UntilAsync(() => Commands.Count(static c => c == "IDLE") == 2);
        Server.Faults.Silent = true;
        session.Connection.SilenceTimeout = TimeSpan.FromMilliseconds(300);
        await FailsAsync(ImapError.CommandTimeout, () => session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel));
        await FailsAsync(ImapError.CommandTimeout, () => watch);
        Assert.False(changes.TryRead(out _));
    }

    [Theory]
    [InlineData("IDLE", "")]
    [InlineData("", "")]
    [InlineData("", "QRESYNC NOTIFY")]
    public async Task A_mailbox_that_is_renamed_under_the_watch_ends_it_with_its_name(string without, string with)
    {
        Options.Without(without).With(with.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Fill(1, "Old");
        var session = await ConnectAsync();
        // The session stays good: the server goes on with what is open, under whichever name.
        foreach (var mailboxes in new MailboxName[][] { [MailboxName.Create("Old"), MailboxName.Inbox], [MailboxName.Inbox, MailboxName.Create("Older")] })
        {
            await using var watch = session.WatchAsync(mailboxes, Quick with { IdleTime = TimeSpan.FromMilliseconds(100) }, Cancel).GetAsyncEnumerator(Cancel);
            var next = watch.MoveNextAsync().AsTask();
            await UntilAsync(() => Commands.Count > 0 && Commands[^1] is "IDLE" or "NOOP");
            var name = Server.Mailboxes.Find("Old") is null ? "Older" : "Old";
            Server.Mailboxes.Rename(MailboxName.Create(name), MailboxName.Create(name + "er"));
            var error = await FailsAsync(ImapError.MailboxNotFound, () => next);
            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, session.Reconnects);
    }

    [Fact]
    public async Task A_mailbox_that_is_deleted_and_made_anew_under_the_watch_is_told_and_watched_on()
    {
        var name = MailboxName.Create("Gone");
        Fill(3, "Gone");
        var session = await ConnectAsync();
        await using var watch = session.WatchAsync([name], Quick with { IdleTime = TimeSpan.FromMilliseconds(100) }, Cancel).GetAsyncEnumerator(Cancel);
        var next = watch.MoveNextAsync().AsTask();
        await IdlingAsync();
        Server.Mailboxes["Gone"].Add(Mail(1));
        Assert.True(await next.WaitAsync(Hang));
        Assert.Equal("New 4", Text(watch.Current[0]));
        // For the watch, which does nothing until somebody wants its next change, this is one moment.
        Server.Mailboxes.Rename(name, MailboxName.Create("Elsewhere"));
        Fill(2, "Gone");
        next = watch.MoveNextAsync().AsTask();
        Assert.True(await next.WaitAsync(Hang));
        Assert.Equal((MailboxChangeKind.MailboxChanged, Server.Mailboxes["Gone"].UidValidity), (watch.Current[0].Kind, watch.Current[0].UidValidity));
        next = watch.MoveNextAsync().AsTask();
        await IdlingAsync();
        Server.Mailboxes["Gone"].Add(Mail(1));
        Assert.True(await next.WaitAsync(Hang));
        Assert.Equal("New 3", Text(watch.Current[0]));
    }
}
