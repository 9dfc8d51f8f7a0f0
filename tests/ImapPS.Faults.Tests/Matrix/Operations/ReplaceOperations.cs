using System.Text;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>One message in the place of another: never none of the two, never the new one twice.</summary>
internal static class ReplaceOperations
{
    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        new("REPLACE", static world => ReplaceAsync(world, MailboxName.Inbox)) { With = ["REPLACE"], MayStayOpen = true, NeedsTheSecond = true },
        new("REPLACE into another mailbox", static world => ReplaceAsync(world, FaultWorld.TargetName)) { With = ["REPLACE"], MayStayOpen = true, NeedsTheSecond = true },
        new("REPLACE by APPEND", static world => ReplaceAsync(world, MailboxName.Inbox)) { MayStayOpen = true, NeedsTheSecond = true },
    ];

    private static async Task<Outcome> ReplaceAsync(FaultWorld world, MailboxName destination)
    {
        var item = new AppendItem(AppendSource.FromBytes(Encoding.ASCII.GetBytes("Subject: new\r\nMessage-ID: <new@example.org>\r\n\r\nThe new one.\r\n")));
        world.Arm();
        var result = new ReplaceResult(item);
        try
        {
            result = await world.Session.ReplaceAsync(MailboxName.Inbox, world.Validity, 2, destination, item, false, FaultWorld.Token);
        }
        catch (ImapException e) when (e.Error is ImapError.MessageNotFound or ImapError.UidValidityChanged)
        {
            result = result with { Error = e };
        }

        var mailbox = destination.IsInbox ? world.Inbox : world.Target;
        var inbox = FaultWorld.Subjects(world.Inbox);
        var added = FaultWorld.Subjects(mailbox).Count(static s => s == "new");
        // Who was not named is there; and of the two never none, unless another client took the old one.
        Assert.Equal(["1", "3", "4"], inbox.Except(["2", "new"]));
        Assert.InRange(added, 0, 1);
        if (world.Meddled is not (Meddling.Expunges or Meddling.Moves))
            Assert.True(added == 1 || inbox.Contains("2"), "Neither is there.");
        if (result.Uid != 0 && world.Meddled is not (Meddling.RenewsSource or Meddling.RenewsTarget))
            Assert.Contains("Subject: new\r", Encoding.ASCII.GetString(mailbox.Find(result.Uid)!.GetBytes()), StringComparison.Ordinal);
        switch (result.Error?.Error)
        {
            case null:
                Assert.Equal((1, false), (added, inbox.Contains("2")));
                return Outcome.Done;
            case ImapError.OutcomeUnknown:
                return Outcome.Unknown;
            // Refused by the server, if the old one went after it was looked for.
            case ImapError.MessageNotFound or ImapError.CommandRefused:
                Assert.Equal((0, false), (added, inbox.Contains("2")));
                return Outcome.NotDone;
            case ImapError.UidValidityChanged:
                Assert.Equal((result.Uid != 0, true), (added == 1, inbox.Contains("2")));
                return Outcome.Refused;
            default:
                throw result.Error;
        }
    }
}
