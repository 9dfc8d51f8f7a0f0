using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID REPLACE (RFC 8508): one message of the selected mailbox gives way to a new one, or stays if that can't be added.</summary>
/// <param name="Uid">The message to replace.</param>
/// <param name="Mailbox">Where the new one goes; it may be another mailbox.</param>
/// <param name="Message">The new one.</param>
/// <exception cref="ArgumentOutOfRangeException">The UID is 0.</exception>
public sealed record UidReplaceCommand(uint Uid, MailboxName Mailbox, AppendEntry Message) : Command
{
    /// <inheritdoc/>
    public override string Name => ByUid ? "UID REPLACE" : "REPLACE";

    public uint Uid { get; } = Uid != 0 ? Uid : throw new ArgumentOutOfRangeException(nameof(Uid), "There is no UID 0.");

    /// <summary>False where the number is a sequence number: other clients do that, this one never.</summary>
    public bool ByUid { get; init; } = true;

    // replace = "REPLACE" SP seq-number SP mailbox append-message          ; RFC 8508 section 5
    // uid     =/ "UID" SP replace
    internal override void WriteArguments(CommandWriter writer) => Message.Write(writer.Space().Number(Uid).Space().Mailbox(Mailbox).Space());
}
