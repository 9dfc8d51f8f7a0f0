using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ImapPS.Protocol.Responses;

/// <summary>
/// Objects by the octets they were read from, so that what every message repeats exists once. Fixed in size: a newcomer
/// takes the place of whatever stood in its slot, so a server can make it useless but not large or slow.
/// </summary>
internal sealed class ByteCache<T>(int slots, int maxKey)
    where T : class
{
    // Made at first use: many connections never read an envelope.
    private byte[]? _keys;
    private int[] _tags = [];
    private T?[] _values = [];

    public int MaxKey => maxKey;

    /// <param name="key">The octets.</param>
    /// <param name="kind">0 to 15: what keeps equal octets with different meanings apart.</param>
    /// <param name="slot">Where <see cref="Store"/> may put it.</param>
    /// <param name="value">What was found.</param>
    public bool TryGet(ReadOnlySpan<byte> key, int kind, out int slot, [NotNullWhen(true)] out T? value)
    {
        value = null;
        slot = -1;
        if (key.Length > maxKey)
            return false;
        slot = (int)(Hash(key, kind) & (uint)(slots - 1));
        if (_keys is null || _tags[slot] != Tag(key, kind) || !_keys.AsSpan(slot * maxKey, key.Length).SequenceEqual(key))
            return false;
        value = _values[slot];
        return value is not null;
    }

    public void Store(ReadOnlySpan<byte> key, int kind, int slot, T value)
    {
        if (slot < 0)
            return;
        if (_keys is null)
        {
            _keys = new byte[slots * maxKey];
            _tags = new int[slots];
            _values = new T?[slots];
        }

        key.CopyTo(_keys.AsSpan(slot * maxKey));
        _tags[slot] = Tag(key, kind);
        _values[slot] = value;
    }

    private static int Tag(ReadOnlySpan<byte> key, int kind) => (key.Length << 4) | kind;

    private static uint Hash(ReadOnlySpan<byte> key, int kind)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        var hash = unchecked(((ulong)(uint)key.Length + ((ulong)(uint)kind << 32) + 1) * Multiplier);
        while (key.Length >= 8)
        {
            hash = unchecked((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key)) * Multiplier);
            hash ^= hash >> 32;
            key = key.Slice(8);
        }

        if (key.Length >= 4)
        {
            hash = unchecked((hash ^ BinaryPrimitives.ReadUInt32LittleEndian(key)) * Multiplier);
            hash ^= hash >> 32;
            key = key.Slice(4);
        }

        foreach (var b in key)
            hash = unchecked((hash ^ b) * Multiplier);
        return (uint)(hash >> 40);
    }
}
