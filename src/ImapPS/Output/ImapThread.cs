using ImapPS.Output;
using ImapPS.Protocol.Responses;

namespace ImapPS;

/// <summary>A conversation: a message, the replies to it, and the replies to them.</summary>
public sealed class ImapThread
{
    private readonly ThreadMember[] _members;

    internal ImapThread(ImapSession session, string mailbox, uint uidValidity, ThreadMember[] members, string? subject)
    {
        Session = session;
        Mailbox = mailbox;
        UidValidity = uidValidity;
        Subject = subject;
        _members = members;
        Uid = members.Where(static m => m.Number != 0).Select(static m => m.Number).ToArray();
    }

    /// <summary>Where the mailbox is.</summary>
    public ImapSession Session { get; }

    /// <summary>The mailbox's name, as the server writes it.</summary>
    public string Mailbox { get; }

    /// <summary>What the UIDs hold under.</summary>
    public uint UidValidity { get; }

    /// <summary>The messages, each before the replies to it.</summary>
    public uint[] Uid { get; }

    /// <summary>How many messages there are.</summary>
    public int Count => Uid.Length;

    /// <summary>The UID of the message that it began with; null if that is not among the messages.</summary>
    public uint? Root => _members[0].Number == 0 ? null : _members[0].Number;

    /// <summary>How deep the replies go: 0 for a single message.</summary>
    public int Depth => _members.Max(static m => m.Depth);

    /// <summary>The subject of the first message; null if it was not read.</summary>
    public string? Subject { get; }

    /// <summary>The ids of the messages, in the order of Uid.</summary>
    public ImapMessageId[] GetMessages() => Array.ConvertAll(Uid, uid => new ImapMessageId(Session, Mailbox, UidValidity, uid));

    /// <summary>A line for each message, indented below the one that it answers; "-" for one that is not there.</summary>
    public string[] GetTree() => Array.ConvertAll(_members, static m =>
        new string(' ', 2 * m.Depth) + (m.Number == 0 ? "-" : m.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public override string ToString() => ViewText.Clean($"{Mailbox}: {Count} message{(Count == 1 ? "" : "s")}");
}
