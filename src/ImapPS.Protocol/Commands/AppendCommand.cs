using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>APPEND of one message held in memory (RFC 9051 section 6.3.12).</summary>
/// <param name="Mailbox">Where to.</param>
/// <param name="Flags">The flags it gets; null leaves them out.</param>
/// <param name="InternalDate">The date it gets; null lets the server take its own.</param>
/// <param name="Message">The octets; not copied, so they must not change.</param>
/// <exception cref="ArgumentException">A flag can't be set by a client.</exception>
public sealed record AppendCommand(MailboxName Mailbox, MessageFlags? Flags, DateTimeOffset? InternalDate, ReadOnlyMemory<byte> Message) : Command
{
    /// <inheritdoc/>
    public override string Name => "APPEND";

    public MessageFlags? Flags { get; } = Flags is null ? null : CommandText.CheckFlags(Flags, nameof(Flags));

    // append         = "APPEND" SP mailbox 1*append-message
    // append-message = [SP flag-list] [SP date-time] SP literal        ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Mailbox(Mailbox).Space();
        if (Flags is not null)
            writer.Flags(Flags).Space();
        if (InternalDate is { } date)
            writer.Raw("\"" + ImapDate.FormatDateTime(date) + "\" ");
        writer.Literal(Message.Span);
    }

    public bool Equals(AppendCommand? other) =>
        other is not null && Mailbox.Equals(other.Mailbox) && Equals(Flags, other.Flags)
        && InternalDate.Equals(other.InternalDate) && Message.Span.SequenceEqual(other.Message.Span);

    public override int GetHashCode() => unchecked((Mailbox.GetHashCode() * 31) + Message.Length);
}
