using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>What is to be seen under a mailbox's name at a moment, by which the mailbox is known again.</summary>
/// <param name="Mailbox">As LIST shows it; null if there is none.</param>
internal sealed record MailboxSighting(MailboxInfo? Mailbox)
{
    /// <summary>UIDVALIDITY tells a mailbox from a later one of the same name (RFC 9051 section 2.3.1.1). Not MAILBOXID: Cyrus 3.6 answers with other octets each time.</summary>
    public const StatusItems Asked = StatusItems.Messages | StatusItems.UidValidity;

    public bool IsThere => Mailbox is not null;

    /// <summary>It is there and can hold messages.</summary>
    public bool IsMailbox => Mailbox is { IsSelectable: true };

    public MailboxStatusResponse? Status => Mailbox?.Status;

    /// <exception cref="ImapException">LIST was refused, or the connection's end.</exception>
    public static async Task<MailboxSighting> LookAsync(ImapSession session, MailboxName name, CancellationToken cancellationToken)
    {
        var mailboxes = await session.ListAsync(name.Name, false, Asked, cancellationToken).ConfigureAwait(false);
        // A name that holds IMAP's own wildcards matches others too.
        return new MailboxSighting(mailboxes.FirstOrDefault(m => m.Name.Equals(name) && !m.Has("\\NonExistent")));
    }

    /// <summary>Looks before a command; null if the server doesn't let it be seen, or the session doesn't survive its connection anyway.</summary>
    /// <exception cref="ImapException">The connection's end.</exception>
    public static async Task<MailboxSighting?> NoteAsync(ImapSession session, MailboxName name, CancellationToken cancellationToken)
    {
        if (!session.MayReconnect)
            return null;
        try
        {
            return await LookAsync(session, name, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (e.Error is ImapError.CommandRefused or ImapError.CommandBad)
        {
            // The command itself will say what is the matter. What a lost answer leaves open stays open.
            return null;
        }
    }

    /// <summary>Whether it is known to be the mailbox of which the server told this.</summary>
    public bool IsSameAs(MailboxStatusResponse? known) =>
        known?.UidValidity is { } validity && Status?.UidValidity is { } now && validity == now;
}
