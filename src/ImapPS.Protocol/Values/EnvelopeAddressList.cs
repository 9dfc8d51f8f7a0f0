using System.Collections;

namespace ImapPS.Protocol.Values;

/// <summary>An immutable list of addresses that compares by its content.</summary>
public sealed class EnvelopeAddressList : IReadOnlyList<EnvelopeAddress>, IEquatable<EnvelopeAddressList>
{
    private readonly EnvelopeAddress[] _items;

    public EnvelopeAddressList(params EnvelopeAddress[] items) => _items = items;

    public static EnvelopeAddressList Empty { get; } = new([]);

    public int Count => _items.Length;

    public EnvelopeAddress this[int index] => _items[index];

    public IEnumerator<EnvelopeAddress> GetEnumerator() => ((IEnumerable<EnvelopeAddress>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    public bool Equals(EnvelopeAddressList? other) => other is not null && _items.SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as EnvelopeAddressList);

    public override int GetHashCode() => _items.Length;

    public override string ToString() => string.Join(", ", (object[])_items);
}
