using System.Text.RegularExpressions;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>Tests of texts as the substrings that SEARCH looks for.</summary>
internal static class TextBounds
{
    // Part of an address with the sign that makes it one. What else a server searches beside the addresses (comments, the words of a name) holds none of it.
    private static readonly Regex AddressPart = new(@"\A[A-Za-z0-9._+-]*@[A-Za-z0-9.-]*\z", RegexOptions.CultureInvariant);

    public static Bounds Of(TextTerm term, SearchAbility ability)
    {
        if (term.Field is TextField.AttachmentName or TextField.AttachmentType)
            return Bounds.Unknown("SEARCH has no word for attachments.");
        if (term.Test == TextTest.Match)
            return Bounds.Superset(Exists(term), "SEARCH has no regular expressions.");
        if (ability.SkipsCharsets && term.Field is TextField.Body or TextField.Text)
            return Bounds.Unknown("The server looks through texts in UTF-8 and US-ASCII only; those in other charsets are read here.");
        var pattern = Pattern(term);
        if (pattern.Contained is { } text && !term.CaseSensitive && !ability.WordsOnly && !ability.SearchesInside && AddressPart.IsMatch(text)
            && term.Field is TextField.From or TextField.To or TextField.Cc or TextField.Bcc)
            return Bounds.Exact(ServerKey.Of(Key(term, text)), "A part of an address, anywhere in the field: the server decides it.");
        var condition = Condition(term, pattern, ability);
        return condition.IsAll
            ? Bounds.Superset(Exists(term), "There is nothing in the text that every server is sure to find.")
            : Bounds.Superset(condition, "SEARCH finds pieces of text; how they stand there is checked here.");
    }

    /// <summary>What the server finds a text by in messages whose charsets it reads; null if there is nothing to look for, or it reads all.</summary>
    public static SearchKey? Aside(TextTerm term, SearchAbility ability) =>
        ability.SkipsCharsets && term is { Field: TextField.Body or TextField.Text, Test: not TextTest.Match } && Condition(term, Pattern(term), ability) is { IsAll: false, Key: { } key }
            ? key
            : null;

    /// <summary>HEADER with an empty string: any message that has the field (RFC 9051 section 6.4.4).</summary>
    public static ServerKey Exists(string name) => ServerKey.Of(SearchKey.Header(name, ""));

    /// <summary>Those that have the field, where a test of one that isn't there, or is empty, is never true.</summary>
    private static ServerKey Exists(TextTerm term) =>
        TermNeeds.IsAddress(term.Field) || (term.Field == TextField.Header && !new TextMatcher(term.Test, term.Value, term.CaseSensitive).Passes(""))
            ? Exists(TermNeeds.FieldName(term)!)
            : ServerKey.All;

    private static LikePattern Pattern(TextTerm term) => new(term.Test == TextTest.Like ? term.Value : LikePattern.Escape(term.Value), term.CaseSensitive);

    private static ServerKey Condition(TextTerm term, LikePattern pattern, SearchAbility ability) =>
        TextFragments.Condition(pattern.Segments.SelectMany(static s => s.Runs()), ability, piece => Key(term, piece));

    private static SearchKey Key(TextTerm term, string text) => term.Field switch
    {
        TextField.From => SearchKey.From(text),
        TextField.To => SearchKey.To(text),
        TextField.Cc => SearchKey.Cc(text),
        TextField.Bcc => SearchKey.Bcc(text),
        TextField.Subject => SearchKey.Subject(text),
        TextField.Body => SearchKey.Body(text),
        TextField.Text => SearchKey.Text(text),
        _ => SearchKey.Header(TermNeeds.FieldName(term)!, text),
    };
}
