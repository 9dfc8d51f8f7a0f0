namespace ImapPS.Client.Authentication;

/// <summary>What a SCRAM client says of channel binding: the gs2-cbind-flag of RFC 5802 section 6.</summary>
public sealed record ScramBinding
{
    private ScramBinding(char flag, ChannelBinding? channel)
    {
        Flag = flag;
        Channel = channel;
    }

    /// <summary>'n': the client doesn't bind, because it can't or chose not to.</summary>
    public static ScramBinding None { get; } = new('n', null);

    /// <summary>
    /// 'y': the client could bind, but saw no -PLUS mechanism on offer. A server that did offer one then knows that
    /// somebody took it out of the list.
    /// </summary>
    public static ScramBinding NotOffered { get; } = new('y', null);

    public char Flag { get; }

    public ChannelBinding? Channel { get; }

    /// <summary>'p': the -PLUS form of the mechanism, bound to this channel.</summary>
    public static ScramBinding To(ChannelBinding channel) => new('p', channel ?? throw new ArgumentNullException(nameof(channel)));
}
