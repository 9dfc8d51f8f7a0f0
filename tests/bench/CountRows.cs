using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Loopback;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Bench;

/// <summary>What is counted and not timed: round trips, octets, commands.</summary>
internal static class CountRows
{
    public static async Task FirstRowAsync(Report report)
    {
        Console.WriteLine("# first row of a mailbox of 1,000,000 messages");
        using var server = new GeneratedServer(GeneratedServer.Small, 1_000_000);
        using var relay = new LinkRelay("127.0.0.1", server.Target.Port, TimeSpan.FromMilliseconds(200));
        foreach (var items in new[] { ReadingRows.Summary, ReadingRows.Summary with { Sections = [FetchSectionRequest.Whole] } })
        {
            await using var session = await server.Target.ConnectAsync(ConnectionSecurity.None, relay.Port);
            var before = relay.Turns;
            await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, items))
            {
                if (batch.Messages.Count > 0)
                    break;
            }

            report.Bound(items.Sections.Count > 0 ? "round trips, with the whole message" : "round trips, ENVELOPE and the like", relay.Turns - before, 3, "");
        }
    }

    public static async Task AttachmentAsync(Report report)
    {
        Console.WriteLine("# an attachment of 20 kB out of a message of 50 MB");
        using var server = new GeneratedServer(GeneratedServer.Attachment, 1);
        await using var session = await server.Target.ConnectAsync(ConnectionSecurity.None);
        var before = session.Connection.BytesReceived;
        var items = ReadingRows.Summary with { Attributes = ReadingRows.Summary.Attributes | FetchAttributes.BodyStructure };
        await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, items))
        {
            var part = AttachmentPart.Find(batch.Messages[0].Body, inline: false).Single(a => a.Name == "small.bin").Part;
            var request = new ContentRequest(1, part.Section, static () => Stream.Null) { Size = part.Size, Encoding = part.Encoding };
            await foreach (var result in session.ReadContentsAsync(MailboxName.Inbox, batch.UidValidity, [request]))
            {
                if (result.Error is not null || result.Written != GeneratedServer.AttachmentSize)
                    throw new InvalidOperationException("The attachment did not come whole.", result.Error);
            }

            report.Figure("size of the message", batch.Messages[0].Size!.Value, "octets");
            report.Figure("encoded size of the attachment", part.Size, "octets");
            report.Bound("received beyond it", session.Connection.BytesReceived - before - part.Size, 40_000, "octets");
        }
    }

    public static async Task MoveAsync(Report report)
    {
        const int Count = 100_000;
        Console.WriteLine($"# move of {Count} messages");
        foreach (var (what, step) in new[] { ("in a row", 1u), ("every second of twice as many", 2u) })
        {
            await using var server = LoopbackServer.Start(new LoopbackOptions { Tls = false });
            server.Mailboxes.Inbox.AddGenerated((int)(Count * step), static _ => [(byte)'\n']);
            server.Mailboxes.GetOrCreate("Target");
            await using var session = await Target.Generated(server.Port).ConnectAsync(ConnectionSecurity.None);
            var uids = UidSet.From(Enumerable.Range(0, Count).Select(i => 1 + ((uint)i * step)));
            var results = await session.MoveAsync(MailboxName.Inbox, server.Mailboxes.Inbox.UidValidity, uids, MailboxName.Create("Target"), CancellationToken.None);
            if (results.Sum(r => r.NewUids?.Count ?? 0) != Count)
                throw new InvalidOperationException("Not all were moved.");
            var octets = uids.ToString().Length;
            report.Figure($"octets of the UID set, {what}", octets, "");
            // No command line may pass 8,000 octets, and the set shares it with the rest (CommandLimits).
            report.Bound("UID MOVE commands", results.Count, Math.Ceiling(octets / (double)CommandLimits.MaxUidSetLength) + 1, "");
        }
    }
}
