using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>An id that the server gave (RFC 8474).</summary>
internal sealed class IdFilterField(IdField which) : FilterField(which.ToString(), FilterTest.Equal, FilterTest.In)
{
    protected override Query Compare(FilterTest test, object value, bool caseSensitive) => new IdTerm(which, FilterText.From(value));
}
