using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>APPEND (RFC 9051 section 6.3.12); several messages need MULTIAPPEND (RFC 3502).</summary>
/// <exception cref="ArgumentException">There is no message.</exception>
public sealed record AppendCommand(MailboxName Mailbox, IReadOnlyList<AppendEntry> Messages) : Command
{
    /// <summary>One message held in memory; not copied, so it must not change.</summary>
    /// <exception cref="ArgumentException">A flag can't be set by a client.</exception>
    public AppendCommand(MailboxName mailbox, MessageFlags? flags, DateTimeOffset? internalDate, ReadOnlyMemory<byte> message)
        : this(mailbox, [new AppendEntry(new MemoryLiteral(message), flags, internalDate)])
    {
    }

    /// <inheritdoc/>
    public override string Name => "APPEND";

    public IReadOnlyList<AppendEntry> Messages { get; } = Messages is { Count: > 0 }
        ? new ValueList<AppendEntry>(Messages)
        : throw new ArgumentException("APPEND needs a message.", nameof(Messages));

    // append = "APPEND" SP mailbox 1*append-message          ; RFC 3502 section 6.3.11; append-message: AppendEntry
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Mailbox(Mailbox);
        foreach (var message in Messages)
            message.Write(writer.Space());
    }
}
