using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UNSUBSCRIBE (RFC 9051 section 6.3.8).</summary>
public sealed record UnsubscribeCommand(MailboxName Mailbox) : Command
{
    /// <inheritdoc/>
    public override string Name => "UNSUBSCRIBE";

    // unsubscribe = "UNSUBSCRIBE" SP mailbox          ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Mailbox(Mailbox);
}
