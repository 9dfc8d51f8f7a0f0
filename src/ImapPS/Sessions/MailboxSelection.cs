using ImapPS.Protocol.Commands;

namespace ImapPS.Sessions;

/// <summary>Mailboxes that a person asks for: by name, wildcards, special use.</summary>
/// <param name="Text">A name, a pattern, or a special use such as \Trash.</param>
internal sealed record MailboxSelection(string Text)
{
    /// <summary>All mailboxes.</summary>
    public const string Everything = "*";

    /// <summary>The text is a name and nothing else.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>Those below, too.</summary>
    public bool Recurse { get; init; }

    /// <summary>How many levels below, if it is bounded; of <see cref="Everything"/> 0 is the top level.</summary>
    public int? Depth { get; init; }

    /// <summary>Only subscribed ones.</summary>
    public bool Subscribed { get; init; }

    /// <summary>Also tells which are subscribed.</summary>
    public bool WithSubscriptions { get; init; }

    /// <summary>What STATUS to ask of each; null for none.</summary>
    public StatusItems? Status { get; init; }
}
