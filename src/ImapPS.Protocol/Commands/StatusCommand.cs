using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>STATUS (RFC 9051 section 6.3.11).</summary>
/// <exception cref="ArgumentException">No item is asked for.</exception>
public sealed record StatusCommand(MailboxName Mailbox, StatusItems Items) : Command
{
    /// <inheritdoc/>
    public override string Name => "STATUS";

    public StatusItems Items { get; } = Items != 0 ? Items : throw new ArgumentException("STATUS needs at least one item.", nameof(Items));

    // status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"     ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer) =>
        writer.Space().Mailbox(Mailbox).Raw(" (").Raw(CommandWords.Join(CommandWords.Status, (int)Items)).Raw(")");
}
