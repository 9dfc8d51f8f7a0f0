using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>What the state of a connection says about how a command is written.</summary>
/// <param name="Literals">How literals may be sent.</param>
/// <param name="Utf8">Whether UTF8=ACCEPT or IMAP4rev2 is enabled: quoted strings and mailbox names in UTF-8.</param>
public sealed record EncodingOptions(LiteralMode Literals, bool Utf8)
{
    public static EncodingOptions Default { get; } = new(LiteralMode.Synchronizing, false);

    public static EncodingOptions For(CapabilitySet capabilities, bool utf8) => new(
        capabilities.LiteralPlus ? LiteralMode.Plus : capabilities.LiteralMinus ? LiteralMode.Minus : LiteralMode.Synchronizing,
        utf8);
}
