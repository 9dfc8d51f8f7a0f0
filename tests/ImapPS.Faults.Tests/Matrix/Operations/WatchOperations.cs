using System.Threading.Channels;
using ImapPS.Client.Changes;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>A watch: IDLE, DONE, and what is asked for in between. Each event is heard, and once.</summary>
internal static class WatchOperations
{
    private static readonly WatchOptions Options = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(30),
        // A dead line shows when IDLE is renewed.
        IdleTime = TimeSpan.FromMilliseconds(300),
        Items = new FetchItems { Attributes = FetchAttributes.Envelope },
    };

    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        new("watch: IDLE, DONE, FETCH", WatchAsync),
        new("watch with QRESYNC", WatchAsync) { With = ["QRESYNC"] },
        new("watch without CONDSTORE", WatchAsync) { Without = ["CONDSTORE"] },
        new("watch without IDLE", WatchAsync) { Without = ["IDLE"] },
        new("NOTIFY set-up, watch of two mailboxes", WatchTwoAsync) { With = ["NOTIFY", "QRESYNC"], Meets = [], IsLengthy = true },
        new("IDLE on two connections, watch of two mailboxes", WatchTwoAsync) { Meets = [], IsLengthy = true },
        new("STATUS, watch of two mailboxes", WatchTwoAsync) { MaximumConnections = 1, Meets = [], IsLengthy = true },
    ];

    private static async Task<Outcome> WatchAsync(FaultWorld world)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(FaultWorld.Token);
        var heard = Channel.CreateUnbounded<string>();
        var watching = WatchAsync(world, [MailboxName.Inbox], static c => $"{c.Kind} {c.Uid}", heard.Writer, stop.Token);
        await WaitAsync(world, stop.Token);
        world.Arm();
        var expected = new List<string>();
        var all = new List<string>();
        var metOthers = false;
        await ExpectAsync("New 5", () => world.Inbox.Add("Subject: 5\r\n\r\n5\r\n"));
        await ExpectAsync("Flags 4", () => world.Inbox.SetFlags(world.Inbox.Messages.Single(m => m.Uid == 4), MessageFlags.Create(SystemFlags.Flagged)));
        await ExpectAsync("Removed 3", () => world.Inbox.Expunge([world.Inbox.Messages.Single(m => m.Uid == 3)]));
        if (world.Meddled != Meddling.RenewsSource)
        {
            // What happened before is told before, or with it.
            metOthers = world.Meddled != Meddling.None;
            await ExpectAsync("New 6", () => world.Inbox.Add("Subject: 6\r\n\r\n6\r\n"));
        }

        var isRenewed = world.Meddled == Meddling.RenewsSource;
        while (isRenewed && !all.Exists(IsRenewal))
            all.Add(await heard.Reader.ReadAsync(stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        while (heard.Reader.TryRead(out var late))
            all.Add(late);
        // Of a mailbox that was made anew nothing else is told of what was before.
        if (world.Meddled == Meddling.RenewsSource)
        {
            Assert.InRange(all.Count(IsRenewal), isRenewed ? 1 : 0, 1);
            return Outcome.Done;
        }

        var others = world.Meddled switch
        {
            Meddling.Expunges or Meddling.Moves => "Removed 2",
            Meddling.Flags => "Flags 2",
            _ => "",
        };
        if (others.Length > 0 && (metOthers || all.Contains(others)))
            expected.Add(others);
        Assert.Equal(expected.Order(), all.Order());
        return Outcome.Done;

        async Task ExpectAsync(string change, Action make)
        {
            if (world.Meddled == Meddling.RenewsSource)
                return;
            make();
            expected.Add(change);
            while (!all.Contains(change))
            {
                all.Add(await heard.Reader.ReadAsync(stop.Token));
                if (IsRenewal(all[^1]))
                    return;
            }
        }
    }

    private static bool IsRenewal(string change) => change.StartsWith("MailboxChanged", StringComparison.Ordinal);

    /// <summary>The fault may come while the watch is being set up.</summary>
    private static async Task<Outcome> WatchTwoAsync(FaultWorld world)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(FaultWorld.Token);
        var heard = Channel.CreateUnbounded<string>();
        world.Arm();
        var watching = WatchAsync(world, [MailboxName.Inbox, FaultWorld.TargetName], static c => $"{c.Mailbox.Name} {c.Kind} {c.Uid}", heard.Writer, stop.Token);
        await WaitAsync(world, stop.Token);
        var all = new List<string>();
        var expected = new List<string>();
        await ExpectAsync("INBOX New 5", () => world.Inbox.Add("Subject: 5\r\n\r\n5\r\n"));
        await ExpectAsync("Target New 2", () => world.Target.Add("Subject: 2\r\n\r\n2\r\n"));
        await ExpectAsync("Target Flags 2", () => world.Target.SetFlags(world.Target.Find(2)!, MessageFlags.Create(SystemFlags.Flagged)));
        await ExpectAsync("Target Removed 1", () => world.Target.Expunge([world.Target.Find(1)!]));
        await ExpectAsync("INBOX New 6", () => world.Inbox.Add("Subject: 6\r\n\r\n6\r\n"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        while (heard.Reader.TryRead(out var late))
            all.Add(late);
        world.CountedLosses = world.Waits;
        Assert.Equal(expected, all);
        return Outcome.Done;

        async Task ExpectAsync(string change, Action make)
        {
            make();
            expected.Add(change);
            while (!all.Contains(change))
                all.Add(await heard.Reader.ReadAsync(stop.Token));
        }
    }

    /// <summary>What happened before is in what the watcher knows.</summary>
    private static async Task WaitAsync(FaultWorld world, CancellationToken cancellationToken)
    {
        var waiting = world.Operation.Without.Contains("IDLE") ? "NOOP" : "IDLE";
        while (world.Server.Log.Commands[^1] != waiting)
            await Task.Delay(2, cancellationToken);
    }

    private static async Task WatchAsync(FaultWorld world, IReadOnlyList<MailboxName> mailboxes, Func<MailboxChange, string> text, ChannelWriter<string> heard, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var changes in world.Session.WatchAsync(mailboxes, Options, cancellationToken))
            {
                foreach (var change in changes)
                    await heard.WriteAsync(text(change), CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            heard.TryComplete(e is OperationCanceledException ? null : e);
            throw;
        }
    }
}
