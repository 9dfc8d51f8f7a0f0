using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID STORE of Gmail's labels (X-GM-EXT-1, "Access to Gmail labels").</summary>
/// <param name="Uids">Which messages.</param>
/// <param name="Mode">Whether the labels are added, taken away, or put in place of all.</param>
/// <param name="Labels">Names as those of mailboxes; Gmail's own begin with a backslash: \Inbox, \Starred.</param>
/// <exception cref="ArgumentException">The set is empty; a label is empty or holds a control character; they are longer than <see cref="CommandLimits.MaxFlagsLength"/>.</exception>
public sealed record UidStoreLabelsCommand(UidSet Uids, StoreMode Mode, IReadOnlyList<string> Labels) : Command
{
    /// <inheritdoc/>
    public override string Name => ByUid ? "UID STORE" : "STORE";

    public UidSet Uids { get; } = CommandText.CheckSet(Uids, nameof(Uids));

    public IReadOnlyList<string> Labels { get; } = Check(Labels);

    /// <summary>Whether the server may leave out the FETCH responses with the new labels.</summary>
    public bool Silent { get; init; }

    /// <summary>False where the numbers are sequence numbers: other clients do that, this one never.</summary>
    public bool ByUid { get; init; } = true;

    // store-att-flags =/ (["+" / "-"] "X-GM-LABELS" [".SILENT"]) SP "(" [label *(SP label)] ")"
    // label           = "\" atom / astring                          ; the astring in the encoding of mailbox names
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Set(Uids).Raw(Mode switch
        {
            StoreMode.Replace => " X-GM-LABELS",
            StoreMode.Add => " +X-GM-LABELS",
            StoreMode.Remove => " -X-GM-LABELS",
            _ => throw new InvalidOperationException($"{Mode} is no store mode."),
        }).Raw(Silent ? ".SILENT (" : " (");
        for (var i = 0; i < Labels.Count; i++)
        {
            if (i > 0)
                writer.Space();
            if (Labels[i][0] == '\\' && MessageFlags.IsKeyword(Labels[i].Substring(1)))
                writer.Raw(Labels[i]);
            else
                writer.MailboxText(Labels[i]);
        }

        writer.Raw(")");
    }

    private static ValueList<string> Check(IReadOnlyList<string> labels)
    {
        if (labels is null)
            throw new ArgumentNullException(nameof(labels));
        var length = 0;
        foreach (var label in labels)
        {
            if (CommandText.CheckMailboxText(label, nameof(labels)).Length == 0)
                throw new ArgumentException("A label can't be empty.", nameof(labels));
            length += label.Length + 1;
        }

        return length <= CommandLimits.MaxFlagsLength
            ? new ValueList<string>(labels)
            : throw new ArgumentException($"The labels take {length} characters; the limit is {CommandLimits.MaxFlagsLength} (MaxFlagsLength).", nameof(labels));
    }
}
