using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Connection;

/// <summary>
/// Whether the data of two commands could be taken for each other's (RFC 9051 section 5.5): these are never in flight together.
/// Several who work on one session ask for the same without knowing of each other, and a server need not say that the
/// first command is done before it sends the data of the second: Dovecot holds such answers back until a search is over.
/// </summary>
internal static class CommandConflicts
{
    /// <param name="running">In flight.</param>
    /// <param name="next">To be sent behind it.</param>
    public static bool Between(Command running, Command next) => (running, next) switch
    {
        (UidFetchCommand first, UidFetchCommand second) => Overlap(first.Uids, second.Uids) && !AreTellable(first.Items, second.Items),
        // What comes for STORE is flags, and any FETCH of these messages may look like it. Behind FETCH it is told by being flags alone.
        (UidStoreCommand store, UidFetchCommand fetch) => Overlap(store.Uids, fetch.Uids),
        (StatusCommand first, StatusCommand second) => first.Mailbox.Equals(second.Mailbox),
        (ListCommand { ReturnStatus: not null }, StatusCommand) or (StatusCommand, ListCommand { ReturnStatus: not null }) => true,
        _ => false,
    };

    /// <summary>Whether one asks for sections alone, and for others than the other.</summary>
    private static bool AreTellable(FetchItems first, FetchItems second) =>
        (IsContent(first) || IsContent(second)) && !first.Sections.Any(s => second.Sections.Any(t => AreAlike(s, t)));

    private static bool IsContent(FetchItems items) => items.Attributes == FetchAttributes.Uid && items.Sections.Count > 0;

    // A server that disregards the range answers without an origin.
    private static bool AreAlike(FetchSectionRequest first, FetchSectionRequest second) =>
        first.Binary == second.Binary && string.Equals(first.Section, second.Section, StringComparison.OrdinalIgnoreCase)
        && (first.Count is null || second.Count is null || first.Origin == second.Origin);

    private static bool Overlap(UidSet first, UidSet second)
    {
        for (int i = 0, j = 0; i < first.RangeCount && j < second.RangeCount;)
        {
            if (first[i].Last < second[j].First)
                i++;
            else if (second[j].Last < first[i].First)
                j++;
            else
                return true;
        }

        return false;
    }
}
