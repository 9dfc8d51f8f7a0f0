namespace ImapPS.Protocol.Commands;

/// <summary>A piece of a command that can be sent at once: octets, or a source to read them from.</summary>
public sealed class CommandSegment
{
    private readonly byte[] _bytes;
    private readonly bool _secret;

    internal CommandSegment(byte[] bytes, bool secret, bool waits)
    {
        _bytes = bytes;
        _secret = secret;
        Waits = waits;
    }

    internal CommandSegment(LiteralSource source, bool waits)
    {
        _bytes = [];
        Source = source;
        Waits = waits;
    }

    /// <summary>Empty where there is a <see cref="Source"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Where the octets come from if they are not in memory.</summary>
    public LiteralSource? Source { get; }

    /// <summary>Whether the client waits for "+" before it sends this piece.</summary>
    public bool Waits { get; }

    /// <summary>Whether a secret may be among the octets, which are overwritten after use.</summary>
    internal bool IsSecret => _secret;

    internal void Clear()
    {
        if (_secret)
            Array.Clear(_bytes, 0, _bytes.Length);
    }
}
