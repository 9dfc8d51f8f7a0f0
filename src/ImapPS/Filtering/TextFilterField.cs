using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>A field of text.</summary>
/// <param name="which">Which.</param>
/// <param name="header">The header field that it is in; null for what isn't in the header.</param>
/// <param name="isList">Whether a message may have several of them.</param>
internal sealed class TextFilterField(TextField which, string? header, bool isList) : FilterField(
    which.ToString(),
    isList ? [FilterTest.Equal, FilterTest.Like, FilterTest.Match, FilterTest.Contains, FilterTest.In] : [FilterTest.Equal, FilterTest.Like, FilterTest.Match, FilterTest.In])
{
    public override bool HasCase => true;

    public override Query? Alone => which == TextField.Header ? Exists : null;

    protected override Query? Exists => header is null ? null : new HeaderExistsTerm(header);

    protected override Query Compare(FilterTest test, object value, bool caseSensitive) => new TextTerm(
        which,
        which == TextField.Header ? header : null,
        test switch { FilterTest.Like => TextTest.Like, FilterTest.Match => TextTest.Match, _ => TextTest.Equal },
        FilterText.From(value),
        caseSensitive);
}
