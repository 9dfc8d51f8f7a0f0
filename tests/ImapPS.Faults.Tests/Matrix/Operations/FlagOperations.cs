using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>STORE: done twice it is the same as done once.</summary>
internal static class FlagOperations
{
    private static readonly MessageFlags Flagged = MessageFlags.Create(SystemFlags.Flagged);

    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        new("STORE +FLAGS", world => StoreAsync(world, new StoreRequest(StoreMode.Add, Flagged))) { MayStayOpen = true },
        new("STORE -FLAGS", world => StoreAsync(world, new StoreRequest(StoreMode.Remove, Flagged))) { MayStayOpen = true },
        new("STORE, if unchanged", world => StoreAsync(world, new StoreRequest(StoreMode.Add, Flagged) { UnchangedSince = world.Inbox.HighestModSeq })) { MayStayOpen = true, OnlyItsAnswerTells = true },
    ];

    private static async Task<Outcome> StoreAsync(FaultWorld world, StoreRequest request)
    {
        var wanted = request.Mode == StoreMode.Add;
        foreach (var message in world.Inbox.Messages)
            world.Inbox.SetFlags(message, wanted ? MessageFlags.None : Flagged);
        if (request.UnchangedSince is not null)
            request = request with { UnchangedSince = world.Inbox.HighestModSeq };
        world.Arm();
        try
        {
            var result = Assert.Single(await world.Session.StoreAsync(MailboxName.Inbox, world.Validity, world.AllUids, request, FaultWorld.Token));
            // One that another client changed meanwhile is a conflict, unless ours came first.
            Assert.True(result.Conflicts.IsEmpty || (world.Meddled == Meddling.Flags && result.Conflicts.Equals(UidSet.Of(2))), $"Conflicts: {result.Conflicts}");
            foreach (var (uid, current) in result.Current)
                Assert.Equal(world.Inbox.Find(uid)!.Flags, current.Flags);
            if (result is { Error.Error: ImapError.OutcomeUnknown, Unknown.IsEmpty: true })
                return Outcome.Unknown;
            foreach (var message in world.Inbox.Messages)
                Assert.Equal(wanted != result.Conflicts.Contains(message.Uid), message.Flags.Has(SystemFlags.Flagged));
            return result.Error is null ? Outcome.Done : Outcome.Unknown;
        }
        catch (ImapException e) when (e.Error == ImapError.UidValidityChanged)
        {
            // It says that nothing was done.
            Assert.All(world.Inbox.Messages, m => Assert.Equal(!wanted, m.Flags.Has(SystemFlags.Flagged)));
            return Outcome.Refused;
        }
    }
}
