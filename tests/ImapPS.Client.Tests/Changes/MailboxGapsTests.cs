using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Changes;

/// <summary>What happened since a moment, by whatever the server offers, and what it costs.</summary>
public class MailboxGapsTests : EngineTest
{
    public MailboxGapsTests() => Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };

    public static TheoryData<string> Servers { get; } = ["QRESYNC", "CONDSTORE", "plain", "bare"];

    private void Offer(string server)
    {
        if (server == "QRESYNC")
            Options.With("QRESYNC");
        else if (server == "plain")
            Options.Without("CONDSTORE");
        else if (server == "bare")
            Options.Without("CONDSTORE", "ESEARCH");
    }

    private WatchPosition Now(string server, bool known = true) =>
        new(Inbox.UidValidity, Inbox.UidNext, server is "plain" or "bare" ? null : Inbox.HighestModSeq, known ? UidSet.From(Inbox.Messages.Select(m => m.Uid)) : null);

    private static IEnumerable<uint> Uids(IEnumerable<FetchResponse> messages) => messages.Select(m => m.Uid);

    private void Change()
    {
        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.Create(SystemFlags.Seen));
        Inbox.SetFlags(Inbox.Find(9)!, MessageFlags.Create(SystemFlags.Flagged));
        Inbox.Expunge([Inbox.Find(3)!, Inbox.Find(4)!, Inbox.Find(20)!]);
        Inbox.Add("Subject: a\r\n\r\n");
        Inbox.Expunge([Inbox.Add("Subject: came and went\r\n\r\n")]);
        Inbox.Add("Subject: b\r\n\r\n");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task All_that_happened_is_told_and_where_to_go_on(string server)
    {
        Offer(server);
        Fill(20);
        Inbox.Expunge([Inbox.Find(1)!]);
        var since = Now(server);
        Change();
        var session = await ConnectAsync();
        var changes = await session.ChangedSinceAsync(MailboxName.Inbox, since, new FetchItems { Attributes = FetchAttributes.Envelope }, Cancel).WaitAsync(Hang);
        Assert.False(changes.IsReset);
        Assert.Equal(UidSet.Parse("3,4,20"), changes.Removed);
        // Without modification sequences nobody knows which flags changed: all are told.
        Assert.Equal(server is "plain" or "bare" ? [2u, .. Numbers(5, 19)] : [2u, 9u], Uids(changes.Changed));
        Assert.Equal([21u, 23u], Uids(changes.New));
        Assert.Equal(["a", "b"], changes.New.Select(m => m.Envelope!.Subject));
        Assert.Equal(UidSet.Parse("2,5:19,21,23"), changes.Position.Known);
        Assert.Equal(24u, changes.Position.UidNext);

        // From there on nothing is told again.
        var again = await session.ChangedSinceAsync(MailboxName.Inbox, changes.Position, null, Cancel).WaitAsync(Hang);
        Assert.Empty(again.New);
        Assert.True(again.Removed.IsEmpty);
        if (server is not ("plain" or "bare"))
            Assert.DoesNotContain(again.Changed, static m => m.Uid < 21);
        Assert.Equal(changes.Position.Known, again.Position.Known);
    }

    [Fact]
    public async Task With_QRESYNC_it_is_one_SELECT_and_one_FETCH_sent_together()
    {
        Offer("QRESYNC");
        Fill(20);
        var since = Now("QRESYNC");
        Change();
        var session = await ConnectAsync();
        await session.EnabledAsync(Cancel);
        Server.Log.Clear();
        // Nothing is answered until both are there.
        Server.Faults.AnswerDelay = TimeSpan.FromMilliseconds(200);
        await session.ChangedSinceAsync(MailboxName.Inbox, since, null, Cancel).WaitAsync(Hang);
        Assert.Equal([$"EXAMINE INBOX (QRESYNC ({Inbox.UidValidity} {since.ModSeq} 1:20))", "UID FETCH 21:* (UID FLAGS MODSEQ)"], Commands);
    }

    [Fact]
    public async Task Without_CONDSTORE_it_is_one_listing_of_flags()
    {
        Offer("plain");
        Fill(20);
        var since = Now("plain");
        Change();
        var session = await ConnectAsync();
        Server.Log.Clear();
        await session.ChangedSinceAsync(MailboxName.Inbox, since, null, Cancel).WaitAsync(Hang);
        Assert.Equal(["EXAMINE INBOX", "UID FETCH 21:* (UID FLAGS)", "UID FETCH 1:20 (UID FLAGS)"], Commands);
    }

    [Fact]
    public async Task A_server_that_has_forgotten_what_went_names_all_that_is_not_there()
    {
        Offer("QRESYNC");
        Fill(20);
        Inbox.Expunge([Inbox.Find(1)!]);
        var since = Now("QRESYNC");
        Inbox.MaxExpungeHistory = 2;
        Change();
        var session = await ConnectAsync();
        Assert.Equal(UidSet.Parse("3,4,20"), (await session.ChangedSinceAsync(MailboxName.Inbox, since, null, Cancel).WaitAsync(Hang)).Removed);
        await session.DisposeAsync();

        // Who knows not what was there is told of what went before, too.
        session = await ConnectAsync();
        var unknown = await session.ChangedSinceAsync(MailboxName.Inbox, since with { Known = null }, null, Cancel).WaitAsync(Hang);
        Assert.Equal(UidSet.Parse("1,3,4,20"), unknown.Removed);
        Assert.Null(unknown.Position.Known);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_mailbox_made_anew_tells_so_and_nothing_else(string server)
    {
        Offer(server);
        Fill(20);
        var since = Now(server);
        Inbox.ChangeUidValidity();
        var session = await ConnectAsync();
        var changes = await session.ChangedSinceAsync(MailboxName.Inbox, since, null, Cancel).WaitAsync(Hang);
        Assert.True(changes.IsReset);
        Assert.Equal((Inbox.UidValidity, Inbox.UidNext), (changes.Position.UidValidity, changes.Position.UidNext));
        Assert.Equal(UidSet.Parse("1:20"), changes.Position.Known);
        Assert.True(changes.Removed.IsEmpty);
        Assert.Empty(changes.Changed);
        Assert.Empty(changes.New);
    }

    [Fact]
    public async Task Huge_ranges_that_never_were_cost_nothing()
    {
        Offer("QRESYNC");
        Fill(2);
        Inbox.SkipToUid(4_000_000_000);
        Inbox.MaxExpungeHistory = 0;
        Inbox.Expunge([Inbox.Find(1)!]);
        var session = await ConnectAsync();
        var changes = await session.ChangedSinceAsync(MailboxName.Inbox, new WatchPosition(Inbox.UidValidity, 4_000_000_000, 1), null, Cancel).WaitAsync(Hang);
        Assert.Equal(UidSet.Parse("1,3:3999999999"), changes.Removed);
        var known = await session.ChangedSinceAsync(MailboxName.Inbox, new WatchPosition(Inbox.UidValidity, 4_000_000_000, 1, UidSet.Parse("1:2")), null, Cancel).WaitAsync(Hang);
        Assert.Equal(UidSet.Of(1), known.Removed);
    }

    [Fact]
    public async Task An_open_mailbox_is_asked_without_being_opened_again()
    {
        Offer("QRESYNC");
        Fill(20);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: true, Cancel).WaitAsync(Hang);
        var since = Now("QRESYNC");
        Change();
        await session.RefreshAsync(Cancel);
        Server.Log.Clear();
        var changes = await session.ChangedSinceAsync(MailboxName.Inbox, since, null, Cancel).WaitAsync(Hang);
        Assert.Equal((UidSet.Parse("3,4,20"), "2 9", "21 23"), (changes.Removed, string.Join(' ', Uids(changes.Changed)), string.Join(' ', Uids(changes.New))));
        Assert.DoesNotContain(Commands, static c => c.StartsWith("SELECT", StringComparison.Ordinal) || c.StartsWith("EXAMINE", StringComparison.Ordinal));
    }
}
