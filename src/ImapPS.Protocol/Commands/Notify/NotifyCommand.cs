using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>NOTIFY: from here on the server tells of mailboxes, selected or not, as things happen (RFC 5465). No group: of none any more.</summary>
/// <param name="Groups">The first group that a mailbox is in counts.</param>
public sealed record NotifyCommand(IReadOnlyList<NotifyGroup> Groups) : Command
{
    /// <inheritdoc/>
    public override string Name => "NOTIFY";

    public IReadOnlyList<NotifyGroup> Groups { get; } = new ValueList<NotifyGroup>(Groups ?? throw new ArgumentNullException(nameof(Groups)));

    /// <summary>Whether the server tells first what is the case: STATUS of each mailbox that isn't selected.</summary>
    public bool Status { get; init; }

    internal override string? Conflict => Status && Groups.Count == 0 ? "NOTIFY NONE tells nothing." : Groups.Select(static g => g.Conflict).FirstOrDefault(static c => c is not null);

    // notify           = "NOTIFY" SP ( notify-add / notify-none )              ; RFC 5465 section 8
    // notify-add       = "SET" [status-indicator] SP event-groups
    // status-indicator = SP "STATUS"
    // event-groups     = event-group *(SP event-group)
    // notify-none      = "NONE"
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Raw(Groups.Count == 0 ? " NONE" : Status ? " SET STATUS" : " SET");
        foreach (var group in Groups)
            group.Write(writer);
    }
}
