namespace ImapPS.Protocol.Values;

/// <summary>Octets of a secret on their way to the wire. No log, trace or ToString shows them; disposing overwrites them.</summary>
public sealed class SensitiveBytes : IDisposable
{
    private readonly byte[] _bytes;

    /// <param name="bytes">Taken over, not copied: the array is overwritten at the end.</param>
    public SensitiveBytes(byte[] bytes) => _bytes = bytes ?? throw new ArgumentNullException(nameof(bytes));

    public ReadOnlySpan<byte> Span => _bytes;

    public int Length => _bytes.Length;

    public void Dispose() => Array.Clear(_bytes, 0, _bytes.Length);

    public override string ToString() => "***";
}
