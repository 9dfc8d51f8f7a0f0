using ImapPS.Client.Mailboxes;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What came into a mailbox since its UIDNEXT was noted: where a lost answer leaves open what came of a command, this tells.</summary>
internal static class MailboxArrivals
{
    /// <summary>What is noted beforehand.</summary>
    public const StatusItems Mark = StatusItems.UidNext | StatusItems.UidValidity;

    /// <summary>Reads them, over a new connection if need be.</summary>
    /// <returns>In the order of their UIDs; null if it can't be told, the mailbox being another by now, or nothing having been noted.</returns>
    /// <exception cref="ImapException">They could not be read.</exception>
    public static async Task<IReadOnlyList<FetchResponse>?> ReadAsync(ImapSession session, MailboxName mailbox, MailboxStatusResponse? mark, FetchItems items, CancellationToken cancellationToken)
    {
        if (mark is not { UidNext: { } next, UidValidity: { } validity })
            return null;
        var arrived = new List<FetchResponse>();
        try
        {
            await foreach (var batch in session.FetchAsync(mailbox, validity, UidSet.Of(next, UidRange.Star), items, null, cancellationToken).ConfigureAwait(false))
            {
                // With "*" the last message comes, be it as old as it may (RFC 9051 section 9, seq-range).
                arrived.AddRange(batch.Messages.Where(m => m.Uid >= next));
            }
        }
        catch (ImapException e) when (e.Error is ImapError.UidValidityChanged or ImapError.MailboxNotFound)
        {
            return null;
        }

        arrived.Sort(static (a, b) => a.Uid.CompareTo(b.Uid));
        return arrived;
    }
}
