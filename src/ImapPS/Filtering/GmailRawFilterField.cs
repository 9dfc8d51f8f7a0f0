using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>A search in Gmail's own language (X-GM-RAW).</summary>
internal sealed class GmailRawFilterField() : FilterField("GmailRaw", FilterTest.Equal)
{
    protected override Query Compare(FilterTest test, object value, bool caseSensitive) => new GmailRawTerm(FilterText.From(value));
}
