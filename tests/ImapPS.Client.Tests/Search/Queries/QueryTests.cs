using ImapPS.Client.Search;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

public class QueryTests
{
    private static readonly Query Seen = new FlagTerm("\\Seen");
    private static readonly Query Work = new FlagTerm("Work");

    [Fact]
    public void And_in_and_and_or_in_or_are_one()
    {
        Assert.Equal(new QueryAnd([Seen, Work, Query.All]), Query.And(Query.And(Seen, Work), Query.All));
        Assert.Equal(3, ((QueryOr)Query.Or(Seen, Query.Or(Work, Query.All))).Terms.Count);
        Assert.Same(Seen, Query.Not(Query.Not(Seen)));
        Assert.Same(Query.All, Query.And());
        Assert.Same(Query.None, Query.Or());
        Assert.Same(Seen, Query.And(Seen));
    }

    [Fact]
    public void A_query_has_bounds()
    {
        var many = Enumerable.Range(1, QueryLimits.MaxTerms).Select(i => (Query)new NumberTerm(NumberField.Uid, Comparison.Equal, (ulong)i)).ToArray();
        Assert.Contains("MaxTerms", Assert.Throws<ArgumentException>(() => Query.Or(many)).Message);
        Assert.Equal(QueryLimits.MaxTerms - 1, ((QueryOr)Query.Or([.. many.Skip(1)])).Terms.Count);
        var deep = Seen;
        Assert.Contains("MaxDepth", Assert.Throws<ArgumentException>(() =>
        {
            for (var i = 0; i <= QueryLimits.MaxDepth; i++)
                deep = i % 2 == 0 ? Query.And(deep, Work) : Query.Or(deep, Work);
        }).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a\r\nb")]
    [InlineData("ä")]
    public void What_is_no_header_name_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => new HeaderExistsTerm(name));
        Assert.Throws<ArgumentException>(() => new TextTerm(TextField.Header, name, TextTest.Equal, "x"));
    }

    [Fact]
    public void Values_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new TextTerm(TextField.From, "X-Tag", TextTest.Equal, "x"));
        Assert.Throws<ArgumentException>(() => new TextTerm(TextField.Header, null, TextTest.Equal, "x"));
        Assert.ThrowsAny<ArgumentException>(() => new TextTerm(TextField.Subject, null, TextTest.Match, "("));
        Assert.Throws<ArgumentException>(() => new TextTerm(TextField.Subject, null, TextTest.Match, new string('a', QueryLimits.MaxRegexLength + 1)));
        Assert.Throws<ArgumentException>(() => new TextTerm(TextField.Subject, null, TextTest.Equal, new string('a', QueryLimits.MaxTextLength + 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextTerm((TextField)99, null, TextTest.Equal, "x"));
        Assert.Throws<ArgumentException>(() => new FlagTerm("\\Nonsense"));
        Assert.Throws<ArgumentException>(() => new FlagTerm("a b"));
        Assert.Throws<ArgumentException>(() => new IdTerm(IdField.EmailId, "a b"));
        Assert.Throws<ArgumentException>(() => new GmailRawTerm("a\r\nb"));
        Assert.Throws<ArgumentNullException>(() => new UidTerm(null!));
        Assert.Equal("1:3", new UidTerm(UidSet.Of(1, 3)).Uids.ToString());
    }
}
