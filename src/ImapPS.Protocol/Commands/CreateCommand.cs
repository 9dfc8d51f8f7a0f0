using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>CREATE (RFC 9051 section 6.3.4).</summary>
public sealed record CreateCommand(MailboxName Mailbox) : Command
{
    /// <inheritdoc/>
    public override string Name => "CREATE";

    // create = "CREATE" SP mailbox          ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Mailbox(Mailbox);
}
