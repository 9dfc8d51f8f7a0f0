namespace ImapPS.Protocol.Commands;

/// <summary>A piece of a command that can be sent at once.</summary>
public sealed class CommandSegment
{
    private readonly byte[] _bytes;
    private readonly bool _secret;

    internal CommandSegment(byte[] bytes, bool secret)
    {
        _bytes = bytes;
        _secret = secret;
    }

    public ReadOnlyMemory<byte> Bytes => _bytes;

    internal void Clear()
    {
        if (_secret)
            Array.Clear(_bytes, 0, _bytes.Length);
    }
}
