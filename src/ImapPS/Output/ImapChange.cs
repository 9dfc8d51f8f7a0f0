using ImapPS.Client.Changes;
using ImapPS.Output;

namespace ImapPS;

/// <summary>Something that happened in a mailbox, as Watch-ImapMailbox gives it.</summary>
public sealed class ImapChange
{
    internal ImapChange(ImapSession session, MailboxChange change, ImapMessage? message)
    {
        Session = session;
        Kind = change.Kind;
        Mailbox = change.Mailbox.Name;
        UidValidity = change.UidValidity;
        Uid = change.Uid;
        Flags = change.Message?.Flags?.ToNames().ToArray() ?? [];
        ModSeq = change.Message?.ModSeq;
        Message = message;
        Time = DateTimeOffset.Now;
    }

    /// <summary>New, Flags, Removed, or MailboxChanged.</summary>
    public MailboxChangeKind Kind { get; }

    /// <summary>Where the mailbox is.</summary>
    public ImapSession Session { get; }

    /// <summary>The mailbox's name, as the server writes it.</summary>
    public string Mailbox { get; }

    /// <summary>What the UID holds under.</summary>
    public uint UidValidity { get; }

    /// <summary>Which message; 0 if the whole mailbox changed.</summary>
    public uint Uid { get; }

    /// <summary>A new message, with the properties that were asked for; null otherwise.</summary>
    public ImapMessage? Message { get; }

    /// <summary>The flags that the message has now; none for one that was removed.</summary>
    public string[] Flags { get; }

    /// <summary>The modification sequence of the change; null if the mailbox keeps none.</summary>
    public ulong? ModSeq { get; }

    /// <summary>When it was noticed here.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The subject of a new message.</summary>
    public string? Subject => Message?.Subject;

    /// <inheritdoc/>
    public override string ToString() => ViewText.Clean($"{Kind} {Mailbox} UID {Uid}");
}
