using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>The keywords of a message, of which it may have any number; SEARCH knows whole ones only.</summary>
internal sealed class KeywordFilterField() : FilterField("Keyword", FilterTest.Equal, FilterTest.Contains, FilterTest.In)
{
    protected override Query Compare(FilterTest test, object value, bool caseSensitive) => new FlagTerm(FilterText.From(value));
}
