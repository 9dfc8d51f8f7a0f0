using ImapPS.Protocol.Values;

namespace ImapPS.Client.Diagnosis;

/// <summary>For each capability that matters here: what its lack means.</summary>
internal static class ConsequenceTable
{
    public static IReadOnlyList<CapabilityKnowledge> All { get; } =
    [
        new("IMAP4rev1", "The server does not say that it speaks IMAP4; nothing can be relied on.", static c => c.ImapRev1 || c.ImapRev2),
        new("UIDPLUS", "Single messages can't be expunged: a move without MOVE leaves the originals behind marked \\Deleted, permanent removal is refused unless forced, and the new UIDs of copied or added messages have to be searched for.", static c => c.UidPlus),
        new("MOVE", "Messages are copied, marked \\Deleted and expunged by UID: three commands instead of one, and a break between them can leave a message in both mailboxes.", static c => c.Move),
        new("IDLE", "Waiting for new mail asks at intervals instead of being told: it is seen later, and each question costs a round trip.", static c => c.Idle),
        new("NOTIFY", "Watching several mailboxes takes one connection each with IDLE, or polling, instead of one connection for all."),
        new("CONDSTORE", "Changes of flags are found by reading the flags of every message again instead of only those that changed.", static c => c.CondStore),
        new("QRESYNC", "After a lost connection, removed messages are found by comparing all UIDs: one listing of the mailbox instead of one short answer."),
        new("ESEARCH", "Results of searches come as one number each instead of as ranges, and a count needs the whole list.", static c => c.ESearch),
        new("SEARCHRES", "What a search found is sent back to the server as UIDs when something is to be done with it.", static c => c.Has("SEARCHRES") || c.ImapRev2),
        new("WITHIN", "Searches by age are sent as dates, which the client then checks to the second by reading the dates of messages at the edge."),
        new("SORT", "Messages are sorted on the client, which first has to read the headers of all that were found.", static c => c.Has("SORT")),
        new("THREAD", "Conversations are put together on the client, which first has to read the references of all messages.", static c => c.Values("THREAD=").Any()),
        new("PARTIAL", "The first or last results of a search are cut off on the client, after all of them were sent."),
        new("MULTISEARCH", "A search in several mailboxes opens them one after the other."),
        new("SAVEDATE", "Searching by the date of arrival in a mailbox is not possible."),
        new("LIST-STATUS", "Counts of messages are asked for mailbox by mailbox: one command each instead of one for all.", static c => c.ListStatus),
        new("LIST-EXTENDED", "Subscriptions and special uses need a further listing of all mailboxes.", static c => c.ListExtended),
        new("STATUS=SIZE", "The size of a mailbox is added up from the size of each message in it.", static c => c.StatusSize),
        new("SPECIAL-USE", "Sent, Drafts, Trash and Junk are not known for certain: a destination has to be named, or is guessed from usual names.", static c => c.SpecialUse),
        new("NAMESPACE", "Where personal and shared mailboxes begin is not known: names have to be given whole, a prefix such as INBOX. included.", static c => c.Namespace),
        new("ENABLE", "Extensions that have to be switched on (QRESYNC, UTF8=ACCEPT) can't be used.", static c => c.Enable),
        new("LITERAL+", "Texts that need a literal wait for the server's leave: one more round trip for each, which adding messages feels most.", static c => c.LiteralPlus || c.LiteralMinus),
        new("SASL-IR", "Logging in takes one more round trip with most mechanisms.", static c => c.SaslInitialResponse),
        new("ID", "The server does not tell its name and version, and its log does not tell ours.", static c => c.Id),
        new("COMPRESS=DEFLATE", "Nothing is compressed: large listings take several times the bytes on a slow network."),
        new("MULTIAPPEND", "Messages are added by one command each."),
        new("BINARY", "Attachments come in base64 and are decoded on the client: a third more bytes."),
        new("APPENDLIMIT", "That a message is too large is known only after it was sent.", static c => c.Has("APPENDLIMIT") || c.Values("APPENDLIMIT=").Any()),
        new("UTF8=ACCEPT", "Mailbox names travel in modified UTF-7, and addresses beyond ASCII can't be added as they are.", static c => c.Has("UTF8=ACCEPT") || c.Has("UTF8=ONLY") || c.ImapRev2),
        new("QUOTA", "How much room is left is not known: a full mailbox shows when the server refuses a message.", static c => c.Has("QUOTA") || c.Values("QUOTA=").Any()),
        new("ACL", "Permissions of mailboxes can be neither shown nor changed."),
        new("METADATA", "Annotations of mailboxes can be neither shown nor changed."),
        new("OBJECTID", "Messages have no ids that outlast a move: one that was moved elsewhere can only be recognised by its headers."),
    ];

    /// <param name="known">What the server announced.</param>
    /// <param name="complete">Whether it has announced all: after login.</param>
    public static IReadOnlyList<Consequence> For(CapabilitySet known, bool complete) =>
        All.Where(k => !k.IsPresent(known)).Select(k => new Consequence(k.Name, k.Without, complete || ReportAssembly.ConcernsLogin(k.Name))).ToArray();
}
