using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>SUBSCRIBE (RFC 9051 section 6.3.7).</summary>
public sealed record SubscribeCommand(MailboxName Mailbox) : Command
{
    /// <inheritdoc/>
    public override string Name => "SUBSCRIBE";

    // subscribe = "SUBSCRIBE" SP mailbox          ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Mailbox(Mailbox);
}
