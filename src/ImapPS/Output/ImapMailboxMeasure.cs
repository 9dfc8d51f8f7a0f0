using ImapPS.Client.Measuring;

namespace ImapPS;

/// <summary>How much is in a mailbox, as Measure-ImapMailbox tells it.</summary>
public sealed class ImapMailboxMeasure
{
    private readonly MailboxMeasure _measure;

    internal ImapMailboxMeasure(ImapSession session, MailboxMeasure measure)
    {
        Session = session;
        _measure = measure;
    }

    /// <summary>Where the mailbox is.</summary>
    public ImapSession Session { get; }

    /// <summary>The mailbox's name as the server writes it; * for the sum of several.</summary>
    public string Mailbox => _measure.Mailbox.Name;

    /// <summary>How many messages there are.</summary>
    public long Messages => _measure.Messages;

    /// <summary>How many of them are unread; null if the server doesn't say.</summary>
    public long? Unseen => _measure.Unseen;

    /// <summary>In bytes.</summary>
    public long Size => _measure.Size;

    /// <summary>When the server received the first of them; null if there is none.</summary>
    public DateTimeOffset? Oldest => _measure.Oldest;

    /// <summary>When the server received the last of them.</summary>
    public DateTimeOffset? Newest => _measure.Newest;

    /// <summary>The size of the largest message, in bytes.</summary>
    public long LargestSize => _measure.LargestSize;

    /// <summary>The UID of the largest message; null if there is none, and for the sum of several mailboxes.</summary>
    public uint? LargestUid => _measure.LargestUid == 0 ? null : _measure.LargestUid;
}
