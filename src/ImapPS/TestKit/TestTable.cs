using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace ImapPS.TestKit;

/// <summary>A hashtable as somebody typed it: keys in any case, values of any type that says what is meant.</summary>
internal sealed class TestTable
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="place">What it describes, for errors.</param>
    /// <param name="table">The table.</param>
    /// <param name="keys">The keys that there may be, as they are told.</param>
    /// <param name="aliases">Other names of some.</param>
    /// <exception cref="TestTableException">It has another key, or one twice.</exception>
    public TestTable(string place, IDictionary table, IReadOnlyList<string> keys, IReadOnlyDictionary<string, string>? aliases = null)
    {
        Place = place;
        foreach (DictionaryEntry entry in table)
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            if (aliases is not null && aliases.TryGetValue(name, out var other))
                name = other;
            if (!keys.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw TestTableException.Create(place, "TestKeyUnknown", name, string.Join(", ", keys));
            if (_values.ContainsKey(name))
                throw TestTableException.Create(place, "TestKeyTwice", name);
            _values.Add(name, Plain(entry.Value));
        }
    }

    public string Place { get; }

    /// <summary>Without PowerShell's wrapping.</summary>
    public static object? Plain(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>One value, or each of several.</summary>
    public static IEnumerable<object?> Each(object? value) => Plain(value) switch
    {
        null => [],
        IEnumerable and not (string or byte[] or IDictionary) and var many => ((IEnumerable)many).Cast<object?>().Select(Plain),
        var one => [one],
    };

    public bool Has(string key) => _values.ContainsKey(key);

    public object? Get(string key) => _values.TryGetValue(key, out var value) ? value : null;

    public string? Text(string key) => Get(key) switch
    {
        null => null,
        SecureString secret => new NetworkCredential("", secret).Password,
        IDictionary or byte[] => throw Wrong(key),
        string text => text,
        IEnumerable lines => string.Join("\n", lines.Cast<object?>().Select(static l => Convert.ToString(l, CultureInfo.InvariantCulture))),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    /// <summary>One text, or each of several.</summary>
    public IEnumerable<string> Texts(string key) => Each(Get(key)).Select(value => value is string text ? text : value is null or IDictionary or byte[] ? throw Wrong(key) : value.ToString() ?? "");

    /// <summary>A date, in this machine's zone where it names none.</summary>
    public DateTimeOffset? Date(string key) => Get(key) switch
    {
        null => null,
        DateTimeOffset date => date,
        DateTime date => new DateTimeOffset(date),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var date) => date,
        _ => throw Wrong(key),
    };

    /// <summary>A whole number in these bounds; sizes such as "10MB" too.</summary>
    public long? Number(string key, long least, long most)
    {
        if (Get(key) is not { } value)
            return null;
        if (value is bool || !LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out decimal number) || number != decimal.Truncate(number))
            throw Wrong(key);
        return number >= least && number <= most ? (long)number : throw TestTableException.Create(Place, "TestNumberRange", key, number, least, most);
    }

    /// <summary>A time span, or a number of seconds.</summary>
    public TimeSpan? Time(string key)
    {
        var time = Get(key) switch
        {
            null => (TimeSpan?)null,
            TimeSpan span => span,
            bool => throw Wrong(key),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && text.IndexOf(':') > 0 => span,
            var value => LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < int.MaxValue / 1000 ? TimeSpan.FromSeconds(seconds) : throw Wrong(key),
        };
        return time is { } found && (found < TimeSpan.Zero || found.TotalMilliseconds > int.MaxValue) ? throw Wrong(key) : time;
    }

    /// <summary>One of these names, as it stands here.</summary>
    public string? OneOf(string key, params string[] names)
    {
        if (Text(key) is not { } value)
            return null;
        return Array.Find(names, n => string.Equals(n, value, StringComparison.OrdinalIgnoreCase))
            ?? throw TestTableException.Create(Place, "TestNameUnknown", key, value, string.Join(", ", names));
    }

    public TestTableException Wrong(string key) => TestTableException.Create(Place, "TestValueWrong", key, Get(key));
}
