using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID COPY (RFC 9051 section 6.4.7).</summary>
/// <exception cref="ArgumentException">The set is empty.</exception>
public sealed record UidCopyCommand(UidSet Uids, MailboxName Mailbox) : Command
{
    /// <inheritdoc/>
    public override string Name => ByUid ? "UID COPY" : "COPY";

    public UidSet Uids { get; } = CommandText.CheckSet(Uids, nameof(Uids));

    /// <summary>False where the numbers are sequence numbers: other clients do that, this one never.</summary>
    public bool ByUid { get; init; } = true;

    // copy = "COPY" SP sequence-set SP mailbox      ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Set(Uids).Space().Mailbox(Mailbox);
}
