using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>DELETE (RFC 9051 section 6.3.5).</summary>
public sealed record DeleteCommand(MailboxName Mailbox) : Command
{
    /// <inheritdoc/>
    public override string Name => "DELETE";

    // delete = "DELETE" SP mailbox          ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Mailbox(Mailbox);
}
