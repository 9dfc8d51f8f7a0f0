using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>Gmail's labels (X-GM-LABELS), of which a message may have any number.</summary>
internal sealed class LabelFilterField() : FilterField("Label", FilterTest.Equal, FilterTest.Like, FilterTest.Match, FilterTest.Contains, FilterTest.In)
{
    protected override Query Compare(FilterTest test, object value, bool caseSensitive) => new LabelTerm(
        test switch { FilterTest.Like => TextTest.Like, FilterTest.Match => TextTest.Match, _ => TextTest.Equal },
        FilterText.From(value));
}
