using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>APPEND of messages that are read while they are sent; several need MULTIAPPEND (RFC 9051 section 6.3.12, RFC 3502).</summary>
/// <exception cref="ArgumentException">There is no message.</exception>
public sealed record StreamedAppendCommand(MailboxName Mailbox, IReadOnlyList<AppendEntry> Messages) : Command
{
    /// <inheritdoc/>
    public override string Name => "APPEND";

    public IReadOnlyList<AppendEntry> Messages { get; } = Messages is { Count: > 0 }
        ? new ValueList<AppendEntry>(Messages)
        : throw new ArgumentException("APPEND needs a message.", nameof(Messages));

    // append          = "APPEND" SP mailbox 1*append-message
    // append-message  = append-opts SP append-data
    // append-opts     = [SP flag-list] [SP date-time] *(SP append-ext)
    // append-data     = literal / literal8 / append-data-ext                 ; RFC 9051 section 9, RFC 3502 section 6.3.11
    // append-data-ext = "UTF8" SP "(" literal8 ")"                           ; RFC 6855 section 4
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Mailbox(Mailbox);
        foreach (var message in Messages)
        {
            writer.Space();
            if (message.Flags is { } flags)
                writer.Flags(flags).Space();
            if (message.InternalDate is { } date)
                writer.Raw("\"" + ImapDate.FormatDateTime(date) + "\" ");
            if (message.Form == AppendForm.Utf8)
                writer.Raw("UTF8 (");
            writer.Literal(message.Content, eight: message.Form != AppendForm.Literal);
            if (message.Form == AppendForm.Utf8)
                writer.Raw(")");
        }
    }
}
