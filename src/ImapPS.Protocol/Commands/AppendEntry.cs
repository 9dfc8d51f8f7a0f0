using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>One message of a <see cref="StreamedAppendCommand"/>.</summary>
/// <param name="Content">The octets.</param>
/// <param name="Flags">The flags it gets; null leaves them out.</param>
/// <param name="InternalDate">The date it gets; null lets the server take its own.</param>
/// <exception cref="ArgumentException">A flag can't be set by a client.</exception>
public sealed record AppendEntry(LiteralSource Content, MessageFlags? Flags, DateTimeOffset? InternalDate)
{
    public MessageFlags? Flags { get; } = Flags is null ? null : CommandText.CheckFlags(Flags, nameof(Flags));

    public AppendForm Form { get; init; }
}
