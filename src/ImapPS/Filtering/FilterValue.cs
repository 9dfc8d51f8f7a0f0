using System.Collections;
using System.Management.Automation;

namespace ImapPS.Filtering;

/// <summary>What a field is compared with: one value or several, or the word $null.</summary>
internal sealed class FilterValue
{
    private readonly object?[] _items;

    private FilterValue(object?[] items) => _items = items;

    /// <summary>The word $null, which asks whether a field is there. A variable without a value is an error and never this.</summary>
    public static FilterValue Null { get; } = new([null]);

    public bool IsNull => ReferenceEquals(this, Null);

    /// <summary>A collection's items, or the one value.</summary>
    public static FilterValue Of(object? value) => new(Items(value).ToArray());

    /// <exception cref="FilterException">SeveralValues, or ValueMissing if there is none.</exception>
    public object Single() => _items.Length > 1 ? throw new FilterException(FilterFault.SeveralValues, _items.Length) : All().FirstOrDefault() ?? throw Missing();

    /// <exception cref="FilterException">ValueMissing: one of them is null.</exception>
    public IEnumerable<object> All() => _items.Select(static i => i ?? throw Missing());

    private static FilterException Missing() => new(FilterFault.ValueMissing);

    private static IEnumerable<object?> Items(object? value)
    {
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain is IEnumerable and not string and not IDictionary ? ((IEnumerable)plain).Cast<object?>().Select(static i => i is PSObject item ? item.BaseObject : i) : [plain];
    }
}
