namespace ImapPS.Filtering;

/// <summary>An operator of a filter.</summary>
/// <param name="Test">What is compared.</param>
/// <param name="IsNegated">Whether the answer is turned round, as that of -ne is.</param>
/// <param name="IsCaseSensitive">-ceq and the like.</param>
internal sealed record FilterOperator(FilterTest Test, bool IsNegated, bool IsCaseSensitive)
{
    private static readonly (string Name, FilterTest Test, bool IsNegated)[] Plain =
    [
        ("eq", FilterTest.Equal, false), ("ne", FilterTest.Equal, true),
        ("like", FilterTest.Like, false), ("notlike", FilterTest.Like, true),
        ("match", FilterTest.Match, false), ("notmatch", FilterTest.Match, true),
        ("contains", FilterTest.Contains, false), ("notcontains", FilterTest.Contains, true),
        ("in", FilterTest.In, false), ("notin", FilterTest.In, true),
        ("gt", FilterTest.Greater, false), ("ge", FilterTest.GreaterOrEqual, false),
        ("lt", FilterTest.Less, false), ("le", FilterTest.LessOrEqual, false),
    ];

    // "i" says what is the rule anyway, "c" that case counts.
    private static readonly Dictionary<string, FilterOperator> ByName = Plain
        .SelectMany(static p => new[] { "", "i", "c" }.Select(prefix => (Name: prefix + p.Name, Operator: new FilterOperator(p.Test, p.IsNegated, prefix == "c"))))
        .ToDictionary(static p => p.Name, static p => p.Operator, StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that compare, as they are offered in messages.</summary>
    public static IReadOnlyList<string> Names { get; } = Plain.Select(static p => "-" + p.Name).ToArray();

    /// <summary>The operator of that name, without its dash; null if it compares nothing.</summary>
    public static FilterOperator? Find(string name) => ByName.TryGetValue(name, out var found) ? found : null;

    /// <summary>The names of those that do one of these tests.</summary>
    public static IEnumerable<string> NamesOf(IReadOnlyCollection<FilterTest> tests) => Plain.Where(p => tests.Contains(p.Test)).Select(static p => "-" + p.Name);
}
