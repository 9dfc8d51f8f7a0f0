using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>GETQUOTAROOT: the quota roots of a mailbox, with usage and limits of each (RFC 9208 section 4.1.3).</summary>
public sealed record GetQuotaRootCommand(MailboxName Mailbox) : Command
{
    /// <inheritdoc/>
    public override string Name => "GETQUOTAROOT";

    // getquotaroot = "GETQUOTAROOT" SP mailbox        ; RFC 9208 section 7
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Mailbox(Mailbox);
}
