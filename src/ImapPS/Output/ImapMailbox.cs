using ImapPS.Client.Mailboxes;

namespace ImapPS;

/// <summary>A mailbox, as Get-ImapMailbox gives it.</summary>
public sealed class ImapMailbox
{
    private readonly MailboxInfo _info;

    internal ImapMailbox(ImapSession session, MailboxInfo info)
    {
        Session = session;
        _info = info;
    }

    /// <summary>Where the mailbox is.</summary>
    public ImapSession Session { get; }

    /// <summary>The name as the server writes it.</summary>
    public string Name => _info.Name.Name;

    /// <summary>The same, under the name that the other cmdlets' parameter has.</summary>
    public string Mailbox => Name;

    /// <summary>What parts the levels of a name; null if there are none.</summary>
    public char? Delimiter => _info.Delimiter;

    /// <summary>The attributes of LIST, such as \HasChildren or \Noselect.</summary>
    public string[] Attributes => _info.Attributes.ToArray();

    /// <summary>Inbox, Archive, Drafts, Flagged, Junk, Sent, Trash, All, Important; null for other mailboxes.</summary>
    public string? SpecialUse => _info.SpecialUse;

    /// <summary>Whether <see cref="SpecialUse"/> is only what the name speaks for: the server names no mailbox of that use.</summary>
    public bool IsSpecialUseGuessed => _info.GuessedUse is not null;

    /// <summary>Whether the user subscribed to it; null if that is not known.</summary>
    public bool? IsSubscribed => _info.IsSubscribed;

    /// <summary>Whether there are mailboxes below it; null if the server doesn't tell.</summary>
    public bool? HasChildren => _info.HasChildren;

    /// <summary>Whether it can hold messages.</summary>
    public bool IsSelectable => _info.IsSelectable;

    /// <summary>How many messages there are; null unless -Status was given and the server answered. Likewise the next ones.</summary>
    public long? Messages => _info.Status?.Messages;

    /// <summary>How many of them are unread.</summary>
    public long? Unseen => _info.Status?.Unseen;

    /// <summary>A UID that no message has had yet.</summary>
    public uint? UidNext => _info.Status?.UidNext;

    /// <summary>What UIDs hold under.</summary>
    public uint? UidValidity => _info.Status?.UidValidity;

    /// <summary>In bytes; null also where the server can't tell (no STATUS=SIZE).</summary>
    public long? Size => _info.Status?.Size is { } size ? (long)Math.Min(size, long.MaxValue) : null;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
