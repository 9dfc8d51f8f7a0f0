using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>CREATE, RENAME, DELETE and subscriptions: a mailbox of somebody else's under the same name is never touched.</summary>
internal static class MailboxOperations
{
    private static readonly MailboxName Made = MailboxName.Create(FaultWorld.MadeName);

    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        new("CREATE", static world => CreateAsync(world, null)) { Meets = [Meddling.TakesName] },
        new("CREATE for a special use", static world => CreateAsync(world, "Sent")) { Meets = [Meddling.TakesName], MayStayOpen = true, IsSureAfterSilence = true },
        new("RENAME", RenameAsync) { Meets = [Meddling.TakesName, Meddling.RecreatesTarget, Meddling.RemovesTarget], MayStayOpen = true, IsSureAfterSilence = true },
        new("RENAME of INBOX", RenameInboxAsync) { Meets = [], MayStayOpen = true, IsSureAfterSilence = true },
        new("DELETE", DeleteAsync) { Meets = [Meddling.RecreatesTarget, Meddling.RemovesTarget, Meddling.DeliversToTarget], MayStayOpen = true },
        new("SUBSCRIBE", static world => SubscribeAsync(world, true)) { Meets = [] },
        new("UNSUBSCRIBE", static world => SubscribeAsync(world, false)) { Meets = [] },
        new("UNSUBSCRIBE without LIST-EXTENDED", static world => SubscribeAsync(world, false)) { Meets = [], Without = ["LIST-EXTENDED"] },
        new("SETMETADATA of a special use", SetUseAsync) { Meets = [] },
    ];

    private static async Task<Outcome> CreateAsync(FaultWorld world, string? use)
    {
        var outcome = await RunAsync(world, () => world.Session.CreateAsync(Made, use, FaultWorld.Token), ImapError.CommandRefused);
        var made = world.Server.Mailboxes[FaultWorld.MadeName];
        Assert.Equal(world.Theirs == made ? ["theirs"] : [], FaultWorld.Subjects(made));
        if (outcome == Outcome.Done)
            Assert.Equal(use is null ? null : "\\" + use, made.SpecialUse);
        return outcome;
    }

    private static async Task<Outcome> RenameAsync(FaultWorld world)
    {
        var target = world.Target;
        var outcome = await RunAsync(world, () => world.Session.RenameAsync(FaultWorld.TargetName, Made, FaultWorld.Token), ImapError.CommandRefused, ImapError.MailboxNotFound);
        var here = world.Server.Mailboxes.Find(FaultWorld.TargetName.Name);
        var there = world.Server.Mailboxes.Find(FaultWorld.MadeName);
        if (outcome == Outcome.Done)
        {
            Assert.NotNull(there);
            // Made anew before anything was asked of it, theirs is the one that was named.
            Assert.True(there == target ? here == world.Theirs : here is null && there == world.Theirs, "What was renamed?");
        }
        else
        {
            // Ours is where it was, unless they removed it, and theirs was not touched.
            Assert.Equal(world.Meddled == Meddling.TakesName ? target : world.Theirs, here);
            Assert.Equal(world.Meddled == Meddling.TakesName ? world.Theirs : null, there);
        }

        if (world.Theirs is not null)
            Assert.Equal(["theirs"], FaultWorld.Subjects(world.Theirs));
        Assert.Equal(world.Server.Mailboxes.Mailboxes.Contains(target) ? ["old"] : [], FaultWorld.Subjects(target));
        return outcome;
    }

    private static async Task<Outcome> RenameInboxAsync(FaultWorld world)
    {
        var all = FaultWorld.Subjects(world.Inbox);
        var outcome = await RunAsync(world, () => world.Session.RenameAsync(MailboxName.Inbox, Made, FaultWorld.Token));
        var there = world.Server.Mailboxes.Find(FaultWorld.MadeName);
        Assert.Equal(all, FaultWorld.Subjects(world.Inbox).Concat(there is null ? [] : FaultWorld.Subjects(there)));
        if (outcome == Outcome.Done)
            Assert.Equal(all.Count, there?.Count);
        return outcome;
    }

    private static async Task<Outcome> DeleteAsync(FaultWorld world)
    {
        var seen = await world.Session.StatusAsync(FaultWorld.TargetName, StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity, FaultWorld.Token);
        var outcome = await RunAsync(world, () => world.Session.DeleteAsync(FaultWorld.TargetName, seen, FaultWorld.Token), ImapError.CommandRefused, ImapError.MailboxNotFound, ImapError.UidValidityChanged);
        var here = world.Server.Mailboxes.Find(FaultWorld.TargetName.Name);
        if (world.Meddled == Meddling.DeliversToTarget && world.Theirs is not null)
            Assert.Equal(["old", "theirs"], FaultWorld.Subjects(here!));
        else if (world.Theirs is not null)
            Assert.Equal(["theirs"], FaultWorld.Subjects(here!));
        if (outcome == Outcome.Done)
            Assert.Null(here);
        return outcome;
    }

    private static async Task<Outcome> SubscribeAsync(FaultWorld world, bool subscribed)
    {
        if (!subscribed)
            world.Server.Mailboxes.Subscribe(FaultWorld.TargetName);
        var outcome = await RunAsync(world, () => world.Session.SetSubscribedAsync(FaultWorld.TargetName, subscribed, FaultWorld.Token));
        Assert.Equal(subscribed, world.Server.Mailboxes.IsSubscribed(FaultWorld.TargetName));
        return outcome;
    }

    private static async Task<Outcome> SetUseAsync(FaultWorld world)
    {
        var outcome = await RunAsync(world, () => world.Session.SetSpecialUseAsync(FaultWorld.TargetName, "Sent", FaultWorld.Token));
        Assert.Equal("\\Sent", world.Target.SpecialUse);
        return outcome;
    }

    /// <param name="world">Where.</param>
    /// <param name="change">What is done.</param>
    /// <param name="refusals">How it may be refused for what others did meanwhile.</param>
    private static async Task<Outcome> RunAsync(FaultWorld world, Func<Task> change, params ImapError[] refusals)
    {
        world.Arm();
        try
        {
            await change();
            return Outcome.Done;
        }
        catch (ImapException e) when (e.Error == ImapError.OutcomeUnknown)
        {
            return Outcome.Unknown;
        }
        catch (ImapException e) when (refusals.Contains(e.Error) && world.Meddled != Meddling.None)
        {
            return Outcome.Refused;
        }
    }
}
