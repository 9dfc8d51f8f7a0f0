using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>What happened while nobody watched.</summary>
public static class MailboxGaps
{
    /// <summary>
    /// What changed in a mailbox since a moment: in one round trip by QRESYNC where the mailbox has to be opened for it
    /// (RFC 7162 section 3.2.5), by CHANGEDSINCE and a search where there is CONDSTORE or the mailbox is open already, else by
    /// one listing of all UIDs and flags.
    /// </summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Which; it is opened for reading.</param>
    /// <param name="since">The moment.</param>
    /// <param name="items">What to read of new messages, in one answer held in memory; null for UID, flags and MODSEQ.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ImapException">MailboxNotFound, or the connection's end.</exception>
    public static async Task<MailboxChanges> ChangedSinceAsync(this ImapSession session, MailboxName mailbox, WatchPosition since, FetchItems? items, CancellationToken cancellationToken)
    {
        var comparison = new MailboxComparison(session, mailbox, items ?? new FetchItems { Attributes = FetchAttributes.Flags });
        var (after, changes) = await comparison.CompareAsync(MailboxPicture.Of(since), MailboxNews.All, cancellationToken).ConfigureAwait(false);
        return changes with { Position = changes.Position with { Known = since.Known is null && !changes.IsReset ? null : after.Uids } };
    }
}
