using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>COPY and MOVE: what became of them is looked up, and they are never done twice.</summary>
internal static class TransferOperations
{
    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        new("COPY", CopyAsync) { MayStayOpen = true },
        new("COPY without UIDPLUS", CopyAsync) { MayStayOpen = true, Without = ["UIDPLUS"] },
        new("MOVE", MoveAsync) { MayStayOpen = true },
        new("MOVE by COPY", MoveAsync) { MayStayOpen = true, Without = ["MOVE"] },
        new("MOVE by COPY without UIDPLUS", MoveAsync) { MayStayOpen = true, Without = ["MOVE", "UIDPLUS"] },
    ];

    private static async Task<Outcome> CopyAsync(FaultWorld world)
    {
        world.Arm();
        try
        {
            var result = Assert.Single(await world.Session.CopyAsync(MailboxName.Inbox, world.Validity, world.AllUids, FaultWorld.TargetName, false, FaultWorld.Token));
            return Judge(world, result.Requested, result.Unknown, result.Error, result.NewUids, isMove: false);
        }
        catch (ImapException e) when (e.Error == ImapError.UidValidityChanged)
        {
            return NothingDone(world, isMove: false);
        }
    }

    private static async Task<Outcome> MoveAsync(FaultWorld world)
    {
        world.Arm();
        try
        {
            var result = Assert.Single(await world.Session.MoveAsync(MailboxName.Inbox, world.Validity, world.AllUids, FaultWorld.TargetName, FaultWorld.Token));
            return Judge(world, result.Requested, result.Unknown, result.Error, result.NewUids, isMove: true, isMarkedOnly: result.Method == MoveMethod.CopyAndMark);
        }
        catch (ImapException e) when (e.Error == ImapError.UidValidityChanged)
        {
            return NothingDone(world, isMove: true);
        }
    }

    private static Outcome NothingDone(FaultWorld world, bool isMove)
    {
        Once(world, isMove);
        Assert.Equal(["old"], FaultWorld.Subjects(world.Target));
        return Outcome.Refused;
    }

    /// <summary>Holds what was told of each message against both mailboxes.</summary>
    private static Outcome Judge(FaultWorld world, UidSet requested, UidSet unknown, ImapException? error, IReadOnlyDictionary<uint, uint>? told, bool isMove, bool isMarkedOnly = false)
    {
        Once(world, isMove && !isMarkedOnly && error is null);
        if (isMarkedOnly && error is null)
            Assert.All(world.Inbox.Messages, static m => Assert.True(m.Flags.Has(SystemFlags.Deleted)));
        // Of one that another client took away nobody knows; of the others it is known.
        if (world.Meddled is Meddling.Expunges or Meddling.Moves && error is not null)
            Assert.Equal(UidSet.Of(2), unknown);
        var open = error is null ? UidSet.Empty : unknown.IsEmpty ? requested : unknown;
        var there = FaultWorld.Subjects(world.Target);
        foreach (var uid in requested.Uids().Where(u => !open.Contains(u) && !IsMeddledWith(world, u)))
            Assert.Contains(uid.ToString(System.Globalization.CultureInfo.InvariantCulture), there);
        // New UIDs are told of what is there under them.
        foreach (var (old, made) in told ?? new Dictionary<uint, uint>())
        {
            if (world.Meddled != Meddling.RenewsTarget && world.Target.Find(made) is { } message)
                Assert.Contains($"Subject: {old}\r", System.Text.Encoding.ASCII.GetString(message.GetBytes()), StringComparison.Ordinal);
        }

        if (error is null && told is not null && !world.Operation.Without.Contains("UIDPLUS") && world.Meddled == Meddling.None)
            Assert.Equal(world.Target.Messages.Skip(1).Select(static m => m.Uid), told.Values.Order());
        if (error is null)
            return Outcome.Done;
        Assert.True(error.Error is ImapError.OutcomeUnknown or ImapError.UidValidityChanged, error.ToString());
        return error.Error == ImapError.UidValidityChanged ? Outcome.Refused : Outcome.Unknown;
    }

    /// <summary>Every message is there once: moved ones in one mailbox, copied ones in the first, and at most once in the second.</summary>
    private static void Once(FaultWorld world, bool isMove)
    {
        var source = FaultWorld.Subjects(world.Inbox);
        var target = FaultWorld.Subjects(world.Target);
        Assert.Equal(target.Distinct(), target);
        Assert.Contains("old", target);
        for (var i = 1; i <= FaultWorld.Messages; i++)
        {
            var subject = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var here = source.Count(s => s == subject);
            var all = here + target.Count(s => s == subject) + FaultWorld.Subjects(world.Elsewhere).Count(s => s == subject);
            if (world.Meddled == Meddling.Expunges && i == 2)
                Assert.InRange(all, 0, isMove ? 1 : 2);
            else if (world.Meddled == Meddling.Moves && i == 2)
                // Without MOVE another client may come between the copy and the removal.
                Assert.InRange(all, 1, isMove && !world.Operation.Without.Contains("MOVE") ? 1 : 2);
            else if (isMove)
                Assert.Equal((i, 1), (i, all));
            else
                Assert.InRange(all, 1, 2);
        }
    }

    private static bool IsMeddledWith(FaultWorld world, uint uid) => uid == 2 && world.Meddled is Meddling.Expunges or Meddling.Moves;
}
