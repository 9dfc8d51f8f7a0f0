using ImapPS.Client.Connection;

namespace ImapPS.Client.Messages;

/// <summary>Gathers a slice, whose length was asked for, in a borrowed array.</summary>
internal sealed class SliceReceiver(int length) : LiteralReceiver
{
    private readonly ContentSlab _slab = new(length);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> chunk)
    {
        _slab.Append(chunk.Span);
        return default;
    }

    public override object? Complete() => _slab.ToContent();
}
