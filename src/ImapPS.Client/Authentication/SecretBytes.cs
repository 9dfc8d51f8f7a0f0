using System.Runtime.InteropServices;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Authentication;

/// <summary>
/// Bytes of a secret in an array that the garbage collector doesn't move, so that disposing overwrites the only copy.
/// </summary>
public sealed class SecretBytes : IDisposable
{
    private GCHandle _pin;

    internal SecretBytes(int length)
    {
        Array = new byte[length];
        _pin = GCHandle.Alloc(Array, GCHandleType.Pinned);
    }

    public ReadOnlySpan<byte> Span => Array;

    public int Length => Array.Length;

    /// <summary>For the platform's functions that take arrays only. Not to be kept.</summary>
    internal byte[] Array { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        SecretMemory.Clear(Array);
        Array = [];
        if (_pin.IsAllocated)
            _pin.Free();
    }

    /// <summary>Never the content.</summary>
    public override string ToString() => "***";
}
