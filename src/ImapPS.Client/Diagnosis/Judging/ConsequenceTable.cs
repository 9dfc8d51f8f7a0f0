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
        new("IDLE", "New mail is seen only by asking again: Watch-ImapMailbox and Wait-ImapMessage ask every -PollInterval.", static c => c.Idle),
        new("NOTIFY", "Of several mailboxes that are watched the server tells of the open one only: Watch-ImapMailbox makes a connection with IDLE for each of the others while -MaximumConnection leaves one free, and asks for the rest every -PollInterval.", static c => c.Notify),
        new("CONDSTORE", "Flags can't be set on the condition that nobody changed them meanwhile: -IfUnchangedSince is refused, and which flags changed while nobody watched is found by listing all of them.", static c => c.CondStore),
        new("QRESYNC", "After a break, what was removed meanwhile can be found only by a search for all UIDs: Watch-ImapMailbox and checkpoints with -Changed take that instead of a list of what went.", static c => c.QResync),
        new("ESEARCH", "Results of searches come as one number each instead of as ranges, and a count needs the whole list.", static c => c.ESearch),
        new("SEARCHRES", "Where messages have to be read to be sorted or put together on the client, their UIDs are sent back to the server; for anything that changes messages ImapPS sends UIDs everywhere.", static c => c.SearchRes),
        new("WITHIN", "Searches by age are sent as dates, to the day, and the hours are compared after INTERNALDATE was fetched of those days.", static c => c.Has("WITHIN")),
        new("SORT", "The server can't sort: -Sort reads dates, subjects, addresses or sizes of the messages found, up to -Limit, and sorts them on the client.", static c => c.Sort),
        new("THREAD", "The server can't put conversations together: Get-ImapThread reads dates, subjects and references, up to -Limit, and does it on the client.", static c => c.Values("THREAD=").Any()),
        new("PARTIAL", "The first or last results of a search are cut off on the client, after the UIDs of all of them were sent.", static c => c.PartialSearch),
        new("MULTISEARCH", "A search in several mailboxes opens them one after the other.", static c => c.MultiSearch),
        new("SAVEDATE", "When a message came into its mailbox is not known, only when the server first received it: SaveDate stays empty."),
        new("PREVIEW", "How a message begins can be seen only by reading its text: Preview stays empty."),
        new("LIST-STATUS", "Counts of messages are asked for mailbox by mailbox: one command each, sent together, instead of one for all.", static c => c.ListStatus),
        new("LIST-EXTENDED", "Which mailboxes are subscribed is asked by LSUB beside LIST, and special uses show only where the server tells them unasked.", static c => c.ListExtended),
        new("STATUS=SIZE", "The size of a mailbox is not shown.", static c => c.StatusSize),
        new("SPECIAL-USE", "Sent, Drafts, Trash and Junk are guessed from their names, which a warning says; Remove-ImapMessage finds no trash, since nothing is deleted on a guess.", static c => c.SpecialUse),
        new("NAMESPACE", "Where personal and shared mailboxes begin is not known: names have to be given whole, a prefix such as INBOX. included.", static c => c.Namespace),
        new("ENABLE", "Extensions that have to be switched on (IMAP4rev2 beside IMAP4rev1, UTF8=ACCEPT, QRESYNC) can't be used; ImapPS does without them.", static c => c.Enable),
        new("LITERAL+", "Texts that need a literal wait for the server's leave: one more round trip for each, which adding messages feels most.", static c => c.LiteralPlus || c.LiteralMinus),
        new("SASL-IR", "Logging in takes one more round trip with most mechanisms.", static c => c.SaslInitialResponse),
        new("ID", "The server does not tell its name and version.", static c => c.Id),
        new("COMPRESS=DEFLATE", "Nothing can be compressed: a slow link carries all of it.", static c => c.CompressDeflate),
        new("MULTIAPPEND", "Messages are added by one command each."),
        new("BINARY", "Attachments come in base64 and are decoded on the client, a third more bytes; messages with NUL bytes in them can't be added."),
        new("APPENDLIMIT", "That a message is too large is known only after it was sent.", static c => c.Has("APPENDLIMIT") || c.Values("APPENDLIMIT=").Any()),
        new("UTF8=ACCEPT", "Mailbox names travel in modified UTF-7, searches for text beyond ASCII name a charset and wait for a literal; what becomes of a message whose header is in UTF-8 is the server's choice.", static c => c.Utf8Accept || c.ImapRev2),
        new("REPLACE", "A draft that is saved again is added, and the old one expunged after that: three commands instead of one, and a break between them leaves both. Without UIDPLUS too, Add-ImapMessage -Replace is refused.", static c => c.Replace),
        new("QUOTA", "How much room is left is not known: a full mailbox shows when the server refuses a message.", static c => c.Has("QUOTA") || c.Values("QUOTA=").Any()),
        new("ACL", "Permissions of mailboxes can be neither shown nor changed; ImapPS has no cmdlets for them yet."),
        new("METADATA", "What a mailbox is for can't be changed: Set-ImapMailbox -SpecialUse is refused. Other annotations can be neither shown nor changed; ImapPS has no cmdlets for them yet.", static c => c.Has("METADATA")),
        new("CREATE-SPECIAL-USE", "A new mailbox gets its special use by METADATA, in a command of its own; without that New-ImapMailbox -SpecialUse is refused.", static c => c.Has("CREATE-SPECIAL-USE")),
        new("OBJECTID", "Messages have no ids that outlast a move: EmailId and ThreadId stay empty, and one that was moved elsewhere can only be recognised by its headers.", static c => c.Has("OBJECTID") || c.Has("X-GM-EXT-1")),
    ];

    /// <param name="known">What the server announced.</param>
    /// <param name="complete">Whether it has announced all: after login.</param>
    public static IReadOnlyList<Consequence> For(CapabilitySet known, bool complete) =>
        All.Where(k => !k.IsPresent(known)).Select(k => new Consequence(k.Name, k.Without, complete || ReportAssembly.ConcernsLogin(k.Name))).ToArray();
}
