using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>What a search of several mailboxes found in one of them.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Result">The matches; its UIDVALIDITY is 0 where there are none and the server didn't say. Null if the mailbox could not be searched.</param>
/// <param name="Error">Why it could not: MailboxNotFound, CommandRefused and the like. Null if it could.</param>
public sealed record MailboxMatches(MailboxName Mailbox, SearchResult? Result, ImapException? Error = null);
