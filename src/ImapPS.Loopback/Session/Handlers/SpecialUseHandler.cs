using ImapPS.Loopback.Store;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>Who may have which special use: one of each kind in a store.</summary>
internal static class SpecialUseHandler
{
    // RFC 6154 section 2 without \All and \Flagged, which show what other mailboxes hold; RFC 8457 section 3.
    private static readonly string[] Settable = ["\\Archive", "\\Drafts", "\\Junk", "\\Sent", "\\Trash", "\\Important"];

    /// <param name="store">Where the mailbox is.</param>
    /// <param name="mailbox">Null if it is to be made.</param>
    /// <param name="use">With its backslash.</param>
    public static bool CanHave(LoopbackStore store, LoopbackMailbox? mailbox, string use) =>
        Settable.Contains(use, StringComparer.OrdinalIgnoreCase)
        && !store.Mailboxes.Any(m => m != mailbox && string.Equals(m.SpecialUse, use, StringComparison.OrdinalIgnoreCase));
}
