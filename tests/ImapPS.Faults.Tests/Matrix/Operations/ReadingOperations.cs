using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>SELECT, SEARCH, STATUS, LIST and FETCH: they go on where they were.</summary>
internal static class ReadingOperations
{
    private const int Many = 24;

    private static readonly FetchItems Whole = new() { Attributes = FetchAttributes.Flags, Sections = [FetchSectionRequest.Whole] };

    private static readonly FetchOptions Small = FetchOptions.Default with { FirstWindow = 4, MaxWindow = 8 };

    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        new("SELECT and SEARCH", SearchAsync) { Meets = [] },
        new("STATUS", StatusAsync) { Meets = [] },
        new("LIST", ListAsync) { Meets = [] },
        new("FETCH, windows of content", FetchAsync) { Messages = Many },
        new("FETCH, whole mailbox", FetchAllAsync) { Messages = Many },
    ];

    private static async Task<Outcome> SearchAsync(FaultWorld world)
    {
        world.Arm();
        Assert.Equal(1, await world.Session.CountAsync(FaultWorld.TargetName, SearchKey.All, FaultWorld.Token));
        Assert.Equal(FaultWorld.Messages, await world.Session.CountAsync(MailboxName.Inbox, SearchKey.All, FaultWorld.Token));
        return Outcome.Done;
    }

    private static async Task<Outcome> StatusAsync(FaultWorld world)
    {
        world.Arm();
        var status = await world.Session.StatusAsync(FaultWorld.TargetName, StatusItems.Messages | StatusItems.UidNext, FaultWorld.Token);
        Assert.Equal((1u, 2u), (status.Messages!.Value, status.UidNext!.Value));
        return Outcome.Done;
    }

    private static async Task<Outcome> ListAsync(FaultWorld world)
    {
        world.Arm();
        var names = (await world.Session.ListAsync("*", false, null, FaultWorld.Token)).Select(static m => m.Name.Name).Order();
        Assert.Equal(["INBOX", "Target"], names);
        return Outcome.Done;
    }

    private static Task<Outcome> FetchAsync(FaultWorld world) => ReadAsync(world, w => w.Session.FetchAsync(MailboxName.Inbox, w.Validity, UidSet.Of(1, Many), Whole, Small, FaultWorld.Token));

    private static Task<Outcome> FetchAllAsync(FaultWorld world) => ReadAsync(world, static w => w.Session.FetchAllAsync(MailboxName.Inbox, Whole, Small, FaultWorld.Token));

    private static async Task<Outcome> ReadAsync(FaultWorld world, Func<FaultWorld, IAsyncEnumerable<FetchBatch>> read)
    {
        world.Arm();
        var uids = new List<uint>();
        try
        {
            await foreach (var batch in read(world))
                uids.AddRange(batch.Messages.Select(static m => m.Uid));
        }
        catch (ImapException e) when (e.Error == ImapError.UidValidityChanged && world.Meddled == Meddling.RenewsSource)
        {
            Assert.Equal(uids.Distinct(), uids);
            return Outcome.Refused;
        }

        var expected = Enumerable.Range(1, Many).Select(static n => (uint)n);
        // What another client took away may have been read before.
        Assert.Equal(expected.Where(u => u != 2 || uids.Contains(2) || world.Meddled is not (Meddling.Expunges or Meddling.Moves)), uids);
        return Outcome.Done;
    }
}
