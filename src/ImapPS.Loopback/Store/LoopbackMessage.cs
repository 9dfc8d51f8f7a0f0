using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Store;

/// <summary>One message of a mailbox. Its octets never change; its flags do.</summary>
public sealed class LoopbackMessage
{
    // Either the octets, or the generator that makes them anew each time.
    private readonly object _content;
    private readonly long _dateTicks;
    private readonly long _savedTicks;
    private readonly short _dateOffset;

    internal LoopbackMessage(uint uid, MessageFlags flags, DateTimeOffset internalDate, ulong modSeq, object content, DateTimeOffset saveDate)
    {
        Uid = uid;
        Flags = flags;
        _dateTicks = internalDate.Ticks;
        _dateOffset = (short)internalDate.Offset.TotalMinutes;
        ModSeq = modSeq;
        _content = content;
        _savedTicks = saveDate.UtcTicks;
    }

    public uint Uid { get; }

    public MessageFlags Flags { get; internal set; }

    public DateTimeOffset InternalDate => new(_dateTicks, TimeSpan.FromMinutes(_dateOffset));

    /// <summary>When it came into this mailbox (RFC 8514), in UTC.</summary>
    public DateTimeOffset SaveDate => new(_savedTicks, TimeSpan.Zero);

    /// <summary>Gmail's labels, its own with a backslash: "\Inbox". Shown where X-GM-EXT-1 is among the capabilities.</summary>
    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>The mailbox's counter when the message last changed (RFC 7162).</summary>
    public ulong ModSeq { get; internal set; }

    /// <summary>Whether it is gone from its mailbox; a session that hasn't been told still counts it.</summary>
    public bool IsExpunged { get; internal set; }

    /// <summary>The message's octets. Not a copy: don't write into it.</summary>
    public byte[] GetBytes() => Open().Bytes;

    /// <summary>The message for reading; of a generated message a new one each time, so ask once.</summary>
    internal MessageContent Open() =>
        _content as MessageContent ?? new MessageContent(((Func<uint, byte[]>)_content)(Uid));

    public override string ToString() => $"{Uid} ({Flags})";
}
