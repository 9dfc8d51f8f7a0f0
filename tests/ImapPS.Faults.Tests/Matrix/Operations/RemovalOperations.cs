using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>\Deleted and EXPUNGE of the messages named.</summary>
internal static class RemovalOperations
{
    private static readonly UidSet Two = UidSet.Of(3, 4);

    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        new("REMOVE", static world => RemoveAsync(world, force: false)) { MayStayOpen = true },
        new("REMOVE without UIDPLUS", static world => RemoveAsync(world, force: true)) { MayStayOpen = true, Without = ["UIDPLUS"] },
    ];

    private static async Task<Outcome> RemoveAsync(FaultWorld world, bool force)
    {
        world.Arm();
        try
        {
            var result = Assert.Single(await world.Session.RemoveAsync(MailboxName.Inbox, world.Validity, Two, new RemoveOptions { Force = force }, FaultWorld.Token));
            // Those that were not named are all there.
            var there = FaultWorld.Subjects(world.Inbox).Concat(FaultWorld.Subjects(world.Elsewhere));
            Assert.Equal(world.Meddled == Meddling.Expunges ? ["1"] : ["1", "2"], there.Intersect(["1", "2"]).Order());
            if (result.Error is not { } error)
            {
                Assert.Equal(world.Meddled is Meddling.Expunges or Meddling.Moves ? ["1"] : ["1", "2"], FaultWorld.Subjects(world.Inbox));
                return Outcome.Done;
            }

            Assert.True(error.Error is ImapError.OutcomeUnknown or ImapError.UidValidityChanged, error.ToString());
            return error.Error == ImapError.UidValidityChanged ? Outcome.Refused : Outcome.Unknown;
        }
        catch (ImapException e) when (e.Error == ImapError.UidValidityChanged)
        {
            Assert.Equal(FaultWorld.Messages, world.Inbox.Count);
            Assert.All(world.Inbox.Messages, static m => Assert.False(m.Flags.Has(SystemFlags.Deleted)));
            return Outcome.Refused;
        }
    }
}
