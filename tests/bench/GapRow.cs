using System.Diagnostics;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Bench;

/// <summary>What closing a gap costs: 10,000 changes in the mailbox "Gap", which is to hold 100,000 messages.</summary>
internal static class GapRow
{
    private const int Flagged = 5000;
    private const int Removed = 2500;
    private const int New = 2500;

    private static readonly MailboxName Gap = MailboxName.Create("Gap");

    public static async Task RunAsync(Target target, Report report)
    {
        Console.WriteLine($"# a gap of {Flagged} changes of flags, {Removed} removals and {New} new messages");
        await using var other = await target.ConnectAsync(ConnectionSecurity.None);
        var found = await other.SearchAsync(Gap, SearchKey.All, CancellationToken.None);
        report.Note($"{found.Count} messages (tests/servers/dovecot bulk FOLDER {target.User} Gap 100000)");
        var since = new WatchPosition(found.UidValidity, other.Selected!.UidNext, other.Selected.HighestModSeq, found.Uids);
        await ChangeAsync(other, found);

        await MeasureAsync(target, report, "QRESYNC", since, open: false, 3);
        await MeasureAsync(target, report, "CHANGEDSINCE and a search, the mailbox being open", since, open: true, 1);
        await MeasureAsync(target, report, "without modification sequences, one listing", since with { ModSeq = null }, open: false, 3);
    }

    /// <summary>Spread over the mailbox, so that hardly two of them stand side by side.</summary>
    private static async Task ChangeAsync(ImapSession session, SearchResult found)
    {
        var uids = found.Uids.Uids().ToArray();
        var flagged = UidSet.From(Spread(uids, Flagged, 0));
        // The other way round each time the row runs on one mailbox.
        var before = (await session.SearchAsync(Gap, SearchKey.Keyword("bench"), CancellationToken.None)).Count > 0;
        await session.StoreAsync(Gap, found.UidValidity, flagged, new StoreRequest(before ? StoreMode.Remove : StoreMode.Add, MessageFlags.Create(SystemFlags.None, ["bench"])) { Silent = true }, CancellationToken.None);
        await session.RemoveAsync(Gap, found.UidValidity, UidSet.From(Spread(uids, Removed, 1)), new RemoveOptions(), CancellationToken.None);
        await session.CopyAsync(Gap, found.UidValidity, UidSet.From(Spread(uids, New, 2)), Gap, false, CancellationToken.None);
    }

    private static IEnumerable<uint> Spread(uint[] uids, int count, int offset) => Enumerable.Range(0, count).Select(i => uids[(int)((long)i * uids.Length / count) + offset]);

    private static async Task MeasureAsync(Target target, Report report, string how, WatchPosition since, bool open, int most)
    {
        using var relay = new LinkRelay(target.Host, target.Port, TimeSpan.Zero);
        await using var session = await target.ConnectAsync(ConnectionSecurity.None, relay.Port);
        if (open)
            await session.SelectAsync(Gap, write: false, CancellationToken.None);
        var (turns, octets) = (relay.Turns, relay.Received);
        var watch = Stopwatch.StartNew();
        var changes = await session.ChangedSinceAsync(Gap, since, null, CancellationToken.None);
        watch.Stop();
        report.Note($"{how}: {changes.Changed.Count} flags, {changes.Removed.Count} removed, {changes.New.Count} new");
        report.Figure("octets received", relay.Received - octets, "");
        report.Figure("time", watch.Elapsed.TotalMilliseconds, "ms");
        report.Bound("round trips", relay.Turns - turns, most, "");
    }
}
