using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>RENAME (RFC 9051 section 6.3.6).</summary>
public sealed record RenameCommand(MailboxName Mailbox, MailboxName NewName) : Command
{
    /// <inheritdoc/>
    public override string Name => "RENAME";

    // rename = "RENAME" SP mailbox SP mailbox      ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Mailbox(Mailbox).Space().Mailbox(NewName);
}
