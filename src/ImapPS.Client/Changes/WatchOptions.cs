using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>How a mailbox is watched.</summary>
public sealed record WatchOptions
{
    /// <summary>What is asked of a new message; UID and FLAGS always are.</summary>
    public FetchItems Items { get; init; } = new() { Attributes = FetchAttributes.Flags };

    /// <summary>How long to wait between two looks where the server has no IDLE, or tells nothing of a mailbox. Default 30 seconds.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an IDLE lasts before it is renewed. Servers end it after 29 minutes or sooner (RFC 9051 section 6.3.13), and
    /// only its end shows that the peer is still there. Default 5 minutes.
    /// </summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where to go on: nothing that happened since then is left out. Null begins with what happens from now on.</summary>
    public WatchPosition? From { get; init; }

    /// <summary>What is known of some mailboxes: it takes the place of <see cref="From"/>, and is brought up to date as changes are given.</summary>
    internal IReadOnlyDictionary<MailboxName, MailboxPicture>? Pictures { get; init; }
}
