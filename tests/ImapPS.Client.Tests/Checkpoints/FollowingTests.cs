using ImapPS.Client.Changes;
using ImapPS.Client.Checkpoints;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Checkpoints;

/// <summary>A script that follows all changes ends up with what is in the mailbox, with CONDSTORE and without.</summary>
[Collection("Checkpoints")]
public class FollowingTests(CheckpointFolder folder) : EngineTest, IClassFixture<CheckpointFolder>
{
    private const FetchAttributes Items = FetchAttributes.Uid | FetchAttributes.Flags;

    private readonly Dictionary<uint, string> _mirror = [];

    private string File { get; } = folder.NewFile();

    private async Task<string> FollowAsync(ImapSession session, int most = int.MaxValue)
    {
        var told = new List<string>();
        using var checkpoint = Checkpoint.Open(File, session);
        var run = await checkpoint.BeginAsync(session, MailboxName.Inbox, UidValidityRule.Stop, followChanges: true, fromNow: false, Cancel).WaitAsync(Hang);
        foreach (var change in await run.FindChangesAsync(Cancel))
        {
            run.HandOut(change.Uid);
            if (told.Count == most)
                return string.Join(" ", told);
            told.Add(Apply(run, change));
        }

        run.Plan(run.New.Uids());
        var items = new FetchItems { Attributes = Items | (session.Capabilities.CondStore ? FetchAttributes.ModSeq : 0) };
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, run.UidValidity, run.New, items, null, Cancel))
        {
            run.Mark(batch.Messages.Max(static m => m.Uid));
            foreach (var message in batch.Messages)
            {
                run.HandOut(message.Uid);
                if (told.Count == most)
                    return string.Join(" ", told);
                told.Add(Apply(run, new MailboxChange(MailboxChangeKind.New, MailboxName.Inbox, run.UidValidity, message.Uid) { Message = message }));
            }
        }

        await run.FinishAsync(all: true, Cancel);
        return string.Join(" ", told);
    }

    private string Apply(CheckpointRun run, MailboxChange change)
    {
        if (change.Kind == MailboxChangeKind.Removed)
            _mirror.Remove(change.Uid);
        else
            _mirror[change.Uid] = change.Message!.Flags!.ToString();
        run.Take(change.Kind, change.Uid, change.Message?.ModSeq, change.Message?.Flags);
        return $"{change.Kind}{change.Uid}";
    }

    private void AssertMirrored() =>
        Assert.Equal(Inbox.Messages.Select(m => $"{m.Uid} {m.Flags}"), _mirror.OrderBy(static m => m.Key).Select(static m => $"{m.Key} {m.Value}"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tells_what_changed_and_went_and_came(bool condStore)
    {
        if (!condStore)
            Options.Without("CONDSTORE", "QRESYNC");
        Fill(5);
        var session = await ConnectAsync();
        Assert.Equal("New1 New2 New3 New4 New5", await FollowAsync(session));
        Assert.Equal("", await FollowAsync(session));
        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.Parse("\\Seen", "Work"));
        Inbox.Expunge([Inbox.Find(3)!]);
        Fill(2);
        Assert.Equal("Removed3 Flags2 New6 New7", await FollowAsync(session));
        AssertMirrored();
        // Over another connection, too, and of what is new.
        Inbox.SetFlags(Inbox.Find(7)!, MessageFlags.Parse("\\Flagged"));
        session = await ConnectAsync();
        Assert.Equal("Flags7", await FollowAsync(session));
        Assert.Equal("", await FollowAsync(await ConnectAsync()));
        AssertMirrored();
    }

    [Theory]
    [InlineData(true, 17)]
    [InlineData(false, 18)]
    public async Task Ends_up_with_what_is_there_wherever_it_was_stopped(bool condStore, int seed)
    {
        if (!condStore)
            Options.Without("CONDSTORE", "QRESYNC");
        var random = new Random(seed);
        Fill(20);
        for (var round = 0; round < 40; round++)
        {
            var session = await ConnectAsync();
            await FollowAsync(session, random.Next(6));
            foreach (var message in Inbox.Messages.Where(_ => random.Next(8) == 0).ToArray())
            {
                if (random.Next(3) == 0)
                    Inbox.Expunge([message]);
                else
                    Inbox.SetFlags(message, random.Next(2) == 0 ? MessageFlags.Parse("\\Seen") : MessageFlags.Parse("\\Flagged", $"k{random.Next(3)}"));
            }

            Fill(random.Next(3));
            await session.DisconnectAsync(Hang);
        }

        await FollowAsync(await ConnectAsync());
        AssertMirrored();
        Assert.Equal("", await FollowAsync(await ConnectAsync()));
    }

    [Fact]
    public async Task Begins_to_follow_where_only_new_messages_counted_before()
    {
        Fill(5);
        var session = await ConnectAsync();
        using (var checkpoint = Checkpoint.Open(File, session))
        {
            var run = await checkpoint.BeginAsync(session, MailboxName.Inbox, UidValidityRule.Stop, followChanges: false, fromNow: false, Cancel);
            run.Plan(run.New.Uids());
            run.Mark(5);
            foreach (var uid in run.New.Uids())
            {
                run.HandOut(uid);
                run.Take(MailboxChangeKind.New, uid);
            }

            await run.FinishAsync(all: true, Cancel);
        }

        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.Parse("\\Seen"));
        Fill(1);
        Assert.Equal("Flags2 New6", await FollowAsync(await ConnectAsync()));
        Inbox.Expunge([Inbox.Find(1)!]);
        Assert.Equal("Removed1", await FollowAsync(await ConnectAsync()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_goes_on_where_the_last_one_was(bool condStore)
    {
        if (!condStore)
            Options.Without("CONDSTORE", "QRESYNC", "IDLE");
        Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };
        Fill(5);
        Fill(2, "Other");
        // The first begins with now.
        Assert.Equal("New6", await WatchAsync(1, _ => Fill(1)));
        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.Parse("\\Seen"));
        Inbox.Expunge([Inbox.Find(3)!]);
        Fill(2);
        Fill(1, "Other");
        Assert.Equal("Flags2 New3 New7 New8 Removed3", await WatchAsync(5, null));
        // What is not taken comes again.
        Fill(1);
        Assert.Equal("New9", await WatchAsync(1, null, take: false));
        Assert.Equal("New9", await WatchAsync(1, null));
        Assert.Equal("New10", await WatchAsync(1, _ => Fill(1)));
    }

    [Theory]
    [InlineData(UidValidityRule.Stop)]
    [InlineData(UidValidityRule.Restart)]
    public async Task A_watch_knows_what_to_do_when_uidvalidity_changes_under_it(UidValidityRule rule)
    {
        Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };
        Fill(2);
        Fill(1, "Other");
        Assert.Equal("New3", await WatchAsync(1, _ => Fill(1)));
        var watch = WatchAsync(
            4,
            session =>
            {
                Inbox.ChangeUidValidity();
                session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
            },
            rule: rule);
        if (rule == UidValidityRule.Stop)
            await FailsAsync(ImapError.UidValidityChanged, () => watch);
        else
            Assert.Equal("MailboxChanged0 New1 New2 New3", await watch);
    }

    private async Task<string> WatchAsync(int most, Action<ImapSession>? act, bool take = true, UidValidityRule rule = UidValidityRule.Stop)
    {
        var session = await ConnectAsync();
        using var checkpoint = Checkpoint.Open(File, session);
        var told = new List<string>();
        var options = new WatchOptions { PollInterval = TimeSpan.FromMilliseconds(20), Items = new FetchItems { Attributes = Items } };
        await using var batches = checkpoint.WatchAsync(session, [MailboxName.Inbox, MailboxName.Create("Other")], options, rule, Cancel).GetAsyncEnumerator(Cancel);
        Server.Log.Clear();
        if (act is not null)
            _ = ActAsync();
        while (told.Count < most)
        {
            Assert.True(await batches.MoveNextAsync().AsTask().WaitAsync(Hang));
            var (run, changes) = batches.Current;
            foreach (var change in changes)
            {
                run.HandOut(change.Uid);
                told.Add($"{change.Kind}{change.Uid}");
                if (take)
                    run.Take(change.Kind, change.Uid, change.Message?.ModSeq, change.Message?.Flags);
            }
        }

        return string.Join(" ", told.Order(StringComparer.Ordinal));

        async Task ActAsync()
        {
            await UntilAsync(() => Commands.Any(static c => c is "IDLE" or "NOOP"));
            act(session);
        }
    }
}
