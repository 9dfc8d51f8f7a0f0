using ImapPS.Protocol.Values;

namespace ImapPS.Client.Measuring;

/// <summary>What was measured of a mailbox.</summary>
/// <param name="Mailbox">Which.</param>
/// <param name="UidValidity">What the UIDs hold under; 0 if nothing had to be read.</param>
public sealed record MailboxMeasure(MailboxName Mailbox, uint UidValidity)
{
    public long Messages { get; init; }

    /// <summary>Null if the server didn't say.</summary>
    public long? Unseen { get; init; }

    /// <summary>In octets.</summary>
    public long Size { get; init; }

    /// <summary>The earliest INTERNALDATE; null if there is no message.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>The latest INTERNALDATE.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>The UID of the largest message; 0 if there is none.</summary>
    public uint LargestUid { get; init; }

    /// <summary>Its size in octets.</summary>
    public long LargestSize { get; init; }

    /// <summary>Parted as asked: senders and types by size, the largest first; months in their order.</summary>
    public IReadOnlyList<MeasuredPart> Parts { get; init; } = [];
}
