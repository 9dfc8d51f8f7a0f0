using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>LIST or LSUB: plain where no option is set (RFC 9051 section 6.3.9, RFC 3501 sections 6.3.8 and 6.3.9).</summary>
/// <param name="Reference">Put before the patterns by the server; usually "".</param>
/// <param name="Patterns">Text with the wildcards * and %; more than one needs LIST-EXTENDED.</param>
/// <exception cref="ArgumentException">There is no pattern, or a control character in one.</exception>
public sealed record ListCommand(string Reference, IReadOnlyList<string> Patterns) : Command
{
    /// <inheritdoc/>
    public override string Name => Lsub ? "LSUB" : "LIST";

    public string Reference { get; } = CommandText.CheckMailboxText(Reference, nameof(Reference));

    public IReadOnlyList<string> Patterns { get; } = Patterns is { Count: > 0 }
        ? new ValueList<string>(Patterns.Select(static p => CommandText.CheckMailboxText(p, nameof(Patterns))))
        : throw new ArgumentException("LIST needs at least one pattern.", nameof(Patterns));

    /// <summary>LSUB, which takes one pattern and no options.</summary>
    public bool Lsub { get; init; }

    public ListSelection Selection { get; init; }

    public ListReturn Return { get; init; }

    /// <summary>LIST-STATUS (RFC 9051 section 6.3.9.8, RFC 5819).</summary>
    public StatusItems? ReturnStatus { get; init; }

    internal override string? Conflict
    {
        get
        {
            if (Lsub && (Patterns.Count > 1 || Selection != 0 || Return != 0 || ReturnStatus is not null))
                return "LSUB takes one pattern and no options.";
            if (ReturnStatus is StatusItems.None)
                return "STATUS needs at least one item.";

            // RFC 9051 section 6.3.9.1: RECURSIVEMATCH without another selection is an error; REMOTE doesn't count as one.
            return (Selection & ListSelection.RecursiveMatch) != 0 && (Selection & (ListSelection.Subscribed | ListSelection.SpecialUse)) == 0
                ? "RECURSIVEMATCH needs SUBSCRIBED or SPECIAL-USE."
                : null;
        }
    }

    // list               = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
    // list-select-opts   = "(" [list-select-option *(SP list-select-option)] ")"
    // mbox-or-pat        = list-mailbox / patterns
    // patterns           = "(" list-mailbox *(SP list-mailbox) ")"
    // list-return-opts   = "RETURN" SP "(" [return-option *(SP return-option)] ")"
    // status-option      = "STATUS" SP "(" status-att *(SP status-att) ")"            ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer)
    {
        if (Selection != 0)
            writer.Raw(" (").Raw(CommandWords.Join(CommandWords.ListSelection, (int)Selection)).Raw(")");
        writer.Space().MailboxText(Reference).Space();
        if (Patterns.Count == 1)
        {
            writer.MailboxText(Patterns[0]);
        }
        else
        {
            for (var i = 0; i < Patterns.Count; i++)
                writer.Raw(i == 0 ? "(" : " ").MailboxText(Patterns[i]);
            writer.Raw(")");
        }

        if (Return == 0 && ReturnStatus is null)
            return;
        writer.Raw(" RETURN (").Raw(CommandWords.Join(CommandWords.ListReturn, (int)Return));
        if (ReturnStatus is { } status)
            writer.Raw(Return == 0 ? "STATUS (" : " STATUS (").Raw(CommandWords.Join(CommandWords.Status, (int)status)).Raw(")");
        writer.Raw(")");
    }
}
