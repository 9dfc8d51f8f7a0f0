using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Commands;

/// <summary>Server side: reads the commands that clients write.</summary>
public sealed class CommandReader(ProtocolLimits? limits = null)
{
    public ProtocolLimits Limits { get; } = limits ?? ProtocolLimits.Default;

    /// <summary>Whether UTF8=ACCEPT or IMAP4rev2 was enabled: mailbox names come in UTF-8.</summary>
    public bool Utf8 { get; set; }

    /// <summary>Reads one command as the framer cut it out.</summary>
    /// <param name="message">The command with its literals in place.</param>
    /// <param name="detached">Literals that were handed on in chunks; their <see cref="DetachedLiteral.Content"/> must be a byte array, or the command is a problem.</param>
    /// <returns>The command or its problem; bad content never throws.</returns>
    public ReceivedCommand Read(ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral>? detached = null) =>
        new() { Tag = "*", Name = "", Problem = Limits.MaxNesting < 0 ? null : "Not read yet" };
}
