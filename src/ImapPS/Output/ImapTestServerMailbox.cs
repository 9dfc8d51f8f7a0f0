using ImapPS.Loopback.Store;

namespace ImapPS;

/// <summary>A mailbox of a test server at one moment, as Get-ImapTestServerMailbox gives it.</summary>
public sealed class ImapTestServerMailbox
{
    internal ImapTestServerMailbox(ImapTestServer server, string userName, LoopbackStore store, LoopbackMailbox mailbox)
    {
        Server = server.ToString();
        UserName = userName;
        Name = mailbox.Name;
        UidValidity = mailbox.UidValidity;
        UidNext = mailbox.UidNext;
        SpecialUse = mailbox.SpecialUse;
        Subscribed = store.IsSubscribed(mailbox.MailboxName);
        NoSelect = mailbox.IsContainer;
        Messages = mailbox.Messages.Select(m => new ImapTestServerMessage(mailbox.Name, mailbox.UidValidity, m)).ToArray();
    }

    /// <summary>The server and its port.</summary>
    public string Server { get; }

    /// <summary>Whose mailbox it is.</summary>
    public string UserName { get; }

    /// <summary>Its name; "/" parts the levels.</summary>
    public string Name { get; }

    /// <summary>What the UIDs hold under.</summary>
    public uint UidValidity { get; }

    /// <summary>The UID of the next message.</summary>
    public uint UidNext { get; }

    /// <summary>Its special use, such as "\Trash"; null for none.</summary>
    public string? SpecialUse { get; }

    /// <summary>Whether the user has subscribed to it.</summary>
    public bool Subscribed { get; }

    /// <summary>Whether it can't hold messages, and only has others below it.</summary>
    public bool NoSelect { get; }

    /// <summary>Its messages, by ascending UID.</summary>
    public ImapTestServerMessage[] Messages { get; }

    /// <summary>How many messages.</summary>
    public int Count => Messages.Length;

    /// <summary>How many are unread.</summary>
    public int Unseen => Messages.Count(static m => !m.Seen);

    /// <summary>The bytes of all messages.</summary>
    public long Size => Messages.Sum(static m => m.Size);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
