using ImapPS.Output;

namespace ImapPS;

/// <summary>What names a message: the session, the mailbox, its UIDVALIDITY, and the UID.</summary>
public sealed class ImapMessageId
{
    /// <summary>Names a message.</summary>
    public ImapMessageId(ImapSession session, string mailbox, uint uidValidity, uint uid)
    {
        Session = session;
        Mailbox = mailbox;
        UidValidity = uidValidity;
        Uid = uid;
    }

    /// <summary>Where the mailbox is.</summary>
    public ImapSession Session { get; }

    /// <summary>The mailbox's name, as the server writes it.</summary>
    public string Mailbox { get; }

    /// <summary>What the UID holds under.</summary>
    public uint UidValidity { get; }

    /// <summary>Unique in the mailbox as long as UIDVALIDITY stays the same.</summary>
    public uint Uid { get; }

    /// <inheritdoc/>
    public override string ToString() => ViewText.Clean($"{Mailbox} UID {Uid}");
}
