using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Mailboxes;

/// <summary>Which mailboxes to list, and what to ask of each.</summary>
public sealed record MailboxQuery
{
    /// <summary>With IMAP's wildcards: * for anything, % for anything but the delimiter. Several are one command with LIST-EXTENDED, else one each. Default: all.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = ["*"];

    /// <summary>Only those that the user subscribed to.</summary>
    public bool Subscribed { get; init; }

    /// <summary>Only those that have a special use (RFC 6154 section 5.3); for servers with LIST-EXTENDED and SPECIAL-USE.</summary>
    internal bool OnlySpecialUse { get; init; }

    /// <summary>Also tells of each whether the user subscribed to it: by one more command, LSUB, where there is no LIST-EXTENDED.</summary>
    public bool WithSubscriptions { get; init; }

    /// <summary>What STATUS to ask for; null for none. What the server doesn't know is left out.</summary>
    public StatusItems? Status { get; init; }
}
