using ImapPS.Loopback.Transport;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Limits;

namespace ImapPS.Loopback.Session;

/// <summary>What a session reads: one command after the other, with continuation requests sent where literals wait for them.</summary>
internal sealed class SessionInput(Wire wire, SessionOutput output, int maxMessageSize)
{
    // Twice the message: the framer holds a command whole, and a command may hold more than the message.
    private readonly ProtocolLimits _limits = ProtocolLimits.Default with { MaxLiteralSize = maxMessageSize, MaxLineLength = 1024 * 1024 };
    private readonly byte[] _received = new byte[32 * 1024];
    private Framer? _framer;
    private byte[]? _literal;
    private int _literalFilled;

    public ProtocolLimits Limits => _limits;

    private Framer Framer => _framer ??= new Framer(_limits with { MaxLiteralSize = uint.MaxValue }, commands: true);

    /// <summary>The command that was read. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Message => Framer.Message;

    public IReadOnlyList<DetachedLiteral> Detached => Framer.Detached;

    /// <summary>Octets of all that was read so far as commands, or as what belongs to one.</summary>
    public long Taken { get; private set; }

    /// <summary>Reads the next command, sending what was answered before if it has to wait for it.</summary>
    /// <param name="flush">False in IDLE and after NOTIFY, where the output is in use while this waits.</param>
    /// <returns>False at the end of the connection.</returns>
    public async Task<bool> ReadAsync(bool flush = true)
    {
        while (true)
        {
            switch (Framer.Read())
            {
                case FrameKind.Message:
                    Taken += Framer.Message.Length + Framer.Detached.Sum(static d => d.Length);
                    return true;
                case FrameKind.ContinuationNeeded when Framer.LiteralLength > maxMessageSize:
                    await SendAsync(Refusal(), flush).ConfigureAwait(false);
                    Framer.AbandonCommand();
                    break;
                case FrameKind.ContinuationNeeded:
                    await SendAsync("+ OK\r\n", flush).ConfigureAwait(false);
                    break;
                case FrameKind.LiteralBegin when Framer.LiteralLength > maxMessageSize:
                    throw new FramingException($"A literal of {Framer.LiteralLength} octets is over the limit of {maxMessageSize}.");
                case FrameKind.LiteralBegin:
                    _literal = new byte[Framer.LiteralLength];
                    _literalFilled = 0;
                    break;
                case FrameKind.LiteralChunk:
                    Framer.Chunk.Span.CopyTo(_literal.AsSpan(_literalFilled));
                    _literalFilled += Framer.Chunk.Length;
                    break;
                case FrameKind.LiteralEnd:
                    Framer.Detached[Framer.Detached.Count - 1].Content = _literal;
                    _literal = null;
                    break;
                default:
                    if (flush)
                        await output.FlushAsync().ConfigureAwait(false);
                    var length = await wire.ReadAsync(_received).ConfigureAwait(false);
                    if (length == 0)
                        return false;
                    Framer.Append(_received.AsSpan(0, length));
                    break;
            }
        }
    }

    /// <summary>Forgets what came before TLS.</summary>
    /// <returns>How many octets that was.</returns>
    public int Reset() => Framer.Reset();

    /// <summary>Takes out what came behind the last command.</summary>
    public byte[] TakeRest() => Framer.TakeRest();

    /// <summary>Sends what a literal waits for, behind what was answered before, past what is being written meanwhile.</summary>
    private async Task SendAsync(string text, bool flush)
    {
        if (flush)
            await output.FlushAsync().ConfigureAwait(false);
        await output.SendNowAsync(text).ConfigureAwait(false);
    }

    private string Refusal()
    {
        var line = Framer.Message.Span;
        var space = line.IndexOf((byte)' ');
        return (space > 0 ? ByteText.ToText(line.Slice(0, space)) : "*") + " NO [TOOBIG] The literal is too large\r\n";
    }
}
