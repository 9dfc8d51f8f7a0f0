namespace ImapPS.Client.Connection;

/// <summary>Gathers a literal in memory. The room grows with what has really come, not with what was announced.</summary>
internal sealed class GatheringReceiver(long length) : LiteralReceiver
{
    private byte[] _bytes = new byte[(int)Math.Min(length, 256 * 1024)];
    private int _count;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> chunk)
    {
        if (_bytes.Length - _count < chunk.Length)
            Array.Resize(ref _bytes, (int)Math.Min(length, Math.Max((long)_bytes.Length * 2, _count + chunk.Length)));
        chunk.CopyTo(_bytes.AsMemory(_count));
        _count += chunk.Length;
        return default;
    }

    public override object? Complete() => _bytes.Length == _count ? _bytes : _bytes.AsSpan(0, _count).ToArray();
}
