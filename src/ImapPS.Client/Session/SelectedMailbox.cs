using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <summary>What SELECT or EXAMINE told of a mailbox, kept up to date by what the server says unasked.</summary>
public sealed class SelectedMailbox(MailboxName name, bool readOnly)
{
    private readonly bool _openedReadOnly = readOnly;

    public MailboxName Name { get; } = name;

    /// <summary>Opened by EXAMINE, or by a SELECT that the server answered with READ-ONLY.</summary>
    public bool IsReadOnly { get; internal set; } = readOnly;

    /// <summary>How many messages there are.</summary>
    public uint Exists { get; internal set; }

    /// <summary>0 if the server did not say, as for mailboxes without persistent UIDs.</summary>
    public uint UidValidity { get; internal set; }

    /// <summary>0 if the server did not say.</summary>
    public uint UidNext { get; internal set; }

    /// <summary>Null if the mailbox has no modification sequences, or the server doesn't know them.</summary>
    public ulong? HighestModSeq { get; internal set; }

    public MessageFlags Flags { get; internal set; } = MessageFlags.None;

    /// <summary>The flags that a client may change for good; null if the server did not say, which means all.</summary>
    public MessageFlags? PermanentFlags { get; internal set; }

    /// <summary>Forgets what was told of it.</summary>
    internal void Reset()
    {
        IsReadOnly = _openedReadOnly;
        Exists = UidValidity = UidNext = 0;
        HighestModSeq = null;
        Flags = MessageFlags.None;
        PermanentFlags = null;
    }
}
