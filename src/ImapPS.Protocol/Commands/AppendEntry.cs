using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>A message in <see cref="AppendCommand"/> or <see cref="UidReplaceCommand"/>.</summary>
/// <param name="Content">The octets.</param>
/// <param name="Flags">The flags it gets; null leaves them out.</param>
/// <param name="InternalDate">The date it gets; null lets the server take its own.</param>
/// <exception cref="ArgumentException">A flag can't be set by a client.</exception>
public sealed record AppendEntry(LiteralSource Content, MessageFlags? Flags, DateTimeOffset? InternalDate)
{
    public MessageFlags? Flags { get; } = Flags is null ? null : CommandText.CheckFlags(Flags, nameof(Flags));

    public AppendForm Form { get; init; }

    // append-message  = append-opts SP append-data
    // append-opts     = [SP flag-list] [SP date-time] *(SP append-ext)
    // append-data     = literal / literal8 / append-data-ext                 ; RFC 9051 section 9, RFC 3502 section 6.3.11
    // append-data-ext = "UTF8" SP "(" literal8 ")"                           ; RFC 6855 section 4
    internal void Write(CommandWriter writer)
    {
        var utf8 = Form == AppendForm.Utf8;
        // Courier reads UTF8 only where flags stand before it.
        if ((Flags ?? (utf8 ? MessageFlags.None : null)) is { } flags)
            writer.Flags(flags).Space();
        if (InternalDate is { } date)
            writer.Raw("\"" + ImapDate.FormatDateTime(date) + "\" ");
        if (utf8)
            writer.Raw("UTF8 (");
        // Servers that announce UTF8=ACCEPT and don't know this form (RFC 9755 appendix B.1) must be able to refuse it
        // before the message is on its way: to them it is no literal, and its lines would be commands.
        writer.Literal(Content, eight: Form != AppendForm.Literal, alwaysWait: utf8);
        if (utf8)
            writer.Raw(")");
    }
}
