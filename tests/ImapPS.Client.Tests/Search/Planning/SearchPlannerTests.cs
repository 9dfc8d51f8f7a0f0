using ImapPS.Client.Search;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

/// <summary>What goes to the server for each term, and what is left.</summary>
public class SearchPlannerTests
{
    private const string Dovecot = "IMAP4rev1 ESEARCH WITHIN SAVEDATE CONDSTORE I18NLEVEL=1";
    private const string Cyrus = "IMAP4rev1 ESEARCH WITHIN OBJECTID ANNOTATE-EXPERIMENT-1";
    private const string Courier = "IMAP4rev1 ACL2=UNION";
    private const string Gmail = "IMAP4rev1 X-GM-EXT-1";

    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Query> Queries = new()
    {
        ["all"] = Query.All,
        ["seen"] = Query.Not(new FlagTerm("\\SEEN")),
        ["recent"] = new FlagTerm("\\Recent"),
        ["keyword"] = Query.Not(new FlagTerm("Work")),
        ["size"] = new NumberTerm(NumberField.Size, Comparison.GreaterOrEqual, 5000),
        ["size is"] = new NumberTerm(NumberField.Size, Comparison.Equal, 0),
        ["not sizes"] = Query.Not(Query.Or(new NumberTerm(NumberField.Size, Comparison.Less, 9), new NumberTerm(NumberField.Size, Comparison.Less, 5))),
        ["huge"] = new NumberTerm(NumberField.Size, Comparison.Greater, ulong.MaxValue),
        ["uid"] = new NumberTerm(NumberField.Uid, Comparison.Greater, 7),
        ["uids"] = new UidTerm(UidSet.Parse("1:3,9")),
        ["modseq"] = new NumberTerm(NumberField.ModSeq, Comparison.Less, 9),
        ["from part"] = Text(TextField.From, TextTest.Like, "*@billing.example*"),
        ["from end"] = Text(TextField.From, TextTest.Like, "*@billing.example"),
        ["not from"] = Query.Not(Text(TextField.From, TextTest.Like, "*@billing.example")),
        ["not from part"] = Query.Not(Text(TextField.From, TextTest.Like, "*@billing.example*")),
        ["from is"] = Text(TextField.From, TextTest.Equal, "Doe, \"John\" <j'd@billing.example>"),
        ["sender"] = Text(TextField.Sender, TextTest.Match, "x"),
        ["subject"] = Text(TextField.Subject, TextTest.Like, "*invoice for März*"),
        ["subject short"] = Text(TextField.Subject, TextTest.Like, "*für*"),
        ["subject kanji"] = Text(TextField.Subject, TextTest.Equal, "请求书"),
        ["subject controls"] = Text(TextField.Subject, TextTest.Equal, "a\r\nA1 LOGOUT\0b"),
        ["subject any"] = Text(TextField.Subject, TextTest.Like, "*"),
        ["match"] = Text(TextField.Subject, TextTest.Match, "x+"),
        ["body"] = Text(TextField.Body, TextTest.Like, "*two words*"),
        ["header"] = new TextTerm(TextField.Header, "X-Tag", TextTest.Like, "*"),
        ["header some"] = new TextTerm(TextField.Header, "X-Tag", TextTest.Like, "?*"),
        ["exists"] = new HeaderExistsTerm("X-Tag"),
        ["attachment"] = new AttachmentTerm(),
        ["received"] = new TimeTerm(TimeField.Received, Comparison.Greater, new DateTimeOffset(2026, 3, 1, 0, 30, 0, TimeSpan.FromHours(2))),
        ["received is"] = new TimeTerm(TimeField.Received, Comparison.Equal, Now),
        ["not received"] = Query.Not(new TimeTerm(TimeField.Received, Comparison.Greater, Now)),
        ["long ago"] = new TimeTerm(TimeField.Received, Comparison.Less, DateTimeOffset.MinValue),
        ["far away"] = new TimeTerm(TimeField.Received, Comparison.Less, DateTimeOffset.MaxValue),
        ["date"] = new TimeTerm(TimeField.Date, Comparison.Less, Now),
        ["saved"] = new TimeTerm(TimeField.Saved, Comparison.GreaterOrEqual, Now),
        ["age"] = new AgeTerm(Comparison.Greater, TimeSpan.FromDays(2)),
        ["id"] = new IdTerm(IdField.EmailId, "M12"),
        ["gmail id"] = new IdTerm(IdField.ThreadId, "1278455344230334865"),
        ["label"] = new LabelTerm(TextTest.Equal, "Work/März"),
        ["label like"] = new LabelTerm(TextTest.Like, "Work*"),
        ["raw"] = new GmailRawTerm("has:attachment in:unread"),
        ["and"] = Query.And(Text(TextField.Body, TextTest.Like, "*x*"), new FlagTerm("\\Seen"), new AttachmentTerm()),
        ["or"] = Query.Or(new FlagTerm("\\Seen"), new AttachmentTerm()),
        ["or raw"] = Query.Or(new GmailRawTerm("x"), new AttachmentTerm()),
    };

    private static TextTerm Text(TextField field, TextTest test, string value) => new(field, null, test, value);

    private static SearchPlan Plan(Query query, string capabilities) => SearchPlanner.Plan(query, new CapabilitySet(capabilities.Split(' ')), Now);

    [Theory]
    [InlineData("all", Dovecot, "ALL", "")]
    [InlineData("seen", Dovecot, "UNSEEN", "")]
    [InlineData("recent", Dovecot, "RECENT", "")]
    [InlineData("recent", "IMAP4rev2", null, "")]
    [InlineData("keyword", Dovecot, "UNKEYWORD Work", "")]
    [InlineData("size", Dovecot, "LARGER 4999", "")]
    [InlineData("size", Courier, "LARGER 2499", "Size")]
    [InlineData("size is", Dovecot, "SMALLER 1", "")]
    [InlineData("not sizes", Dovecot, "LARGER 8 LARGER 4", "")]
    [InlineData("huge", Dovecot, "ALL", "Size")]
    [InlineData("uid", Dovecot, "UID 8:4294967294", "")]
    [InlineData("uids", Dovecot, "UID 1:3,9", "")]
    [InlineData("modseq", Dovecot, "NOT MODSEQ 9", "")]
    [InlineData("from part", Dovecot, "FROM \"@billing.example\"", "")]
    [InlineData("from part", Gmail, "FROM \"billing\"", "HeaderFields")]
    [InlineData("from end", Dovecot, "FROM \"@billing.example\"", "HeaderFields")]
    [InlineData("not from", Dovecot, "ALL", "HeaderFields")]
    [InlineData("not from part", Dovecot, "NOT FROM \"@billing.example\"", "")]
    [InlineData("from is", Dovecot, "FROM \"d@billing.example\" FROM \"John\" FROM \"Doe\" FROM \"j\"", "HeaderFields")]
    [InlineData("sender", Dovecot, "HEADER Sender \"\"", "HeaderFields")]
    [InlineData("subject", Dovecot, "SUBJECT \"invoice\" SUBJECT \"for\" SUBJECT \"rz\" SUBJECT \"M\"", "HeaderFields")]
    [InlineData("subject short", Dovecot, "SUBJECT \"f\" SUBJECT \"r\" SUBJECT \"für\"", "HeaderFields")]
    [InlineData("subject short", Courier, "SUBJECT \"f\" SUBJECT \"r\" OR SUBJECT \"für\" SUBJECT \"fÜr\"", "HeaderFields")]
    [InlineData("subject kanji", Courier, "SUBJECT \"请求书\"", "HeaderFields")]
    [InlineData("subject kanji", Gmail, "ALL", "HeaderFields")]
    [InlineData("subject controls", Dovecot, "SUBJECT \"LOGOUT\" SUBJECT \"A1\" SUBJECT \"a\" SUBJECT \"b\"", "HeaderFields")]
    [InlineData("subject any", Dovecot, "ALL", "HeaderFields")]
    [InlineData("match", Dovecot, "ALL", "HeaderFields")]
    [InlineData("body", Dovecot, "BODY \"words\" BODY \"two\"", "BodyStructure TextParts")]
    [InlineData("body", Cyrus, "ALL", "BodyStructure TextParts")]
    [InlineData("header", Dovecot, "ALL", "HeaderFields")]
    [InlineData("header some", Dovecot, "HEADER X-Tag \"\"", "HeaderFields")]
    [InlineData("exists", Dovecot, "HEADER X-Tag \"\"", "")]
    [InlineData("exists", Cyrus, "ALL", "HeaderFields")]
    [InlineData("attachment", Dovecot, "ALL", "BodyStructure")]
    [InlineData("received", Dovecot, "SINCE 27-Feb-2026", "InternalDate")]
    [InlineData("received is", Dovecot, "SINCE 9-Mar-2026 BEFORE 12-Mar-2026", "InternalDate")]
    [InlineData("not received", Dovecot, "BEFORE 12-Mar-2026", "InternalDate")]
    [InlineData("long ago", Dovecot, "BEFORE 1-Jan-1980", "InternalDate")]
    [InlineData("far away", Dovecot, "ALL", "InternalDate")]
    [InlineData("date", Dovecot, "OR SENTBEFORE 12-Mar-2026 NOT SENTSINCE 1-Jan-1980", "HeaderFields")]
    [InlineData("date", Cyrus, "OR SENTBEFORE 12-Mar-2026 OR NOT HEADER Date \",\" HEADER Date \"day,\"", "HeaderFields")]
    [InlineData("saved", Dovecot, "SAVEDSINCE 9-Mar-2026", "SaveDate")]
    [InlineData("age", Dovecot, "OLDER 172800", "")]
    [InlineData("age", Courier, "BEFORE 10-Mar-2026", "InternalDate")]
    [InlineData("id", Cyrus, "EMAILID M12", "")]
    [InlineData("id", Gmail, null, "")]
    [InlineData("gmail id", Gmail, "X-GM-THRID 1278455344230334865", "")]
    [InlineData("label", Gmail, "X-GM-LABELS \"Work/März\"", "")]
    [InlineData("label like", Gmail, "ALL", "Labels")]
    [InlineData("raw", Gmail, "X-GM-RAW \"has:attachment in:unread\"", "")]
    [InlineData("and", Dovecot, "SEEN BODY \"x\"", "BodyStructure TextParts")]
    [InlineData("or", Dovecot, "ALL", "Flags BodyStructure")]
    [InlineData("or raw", Gmail, "ALL", "BodyStructure")]
    public void Server_and_client_share_the_work(string query, string capabilities, string? sent, string fetched)
    {
        var plan = Plan(Queries[query], capabilities);
        Assert.Equal(sent, plan.Programs.Count == 0 ? null : Assert.Single(plan.ToProgramTexts()));
        Assert.Equal(fetched, string.Join(" ", plan.Stages.Select(s => s.Data)));
        Assert.Equal(fetched.Length == 0, plan.IsExact);
        Assert.Equal(fetched.Length == 0, plan.CostPerCandidate == 0);
        Assert.All(plan.Terms, t => Assert.NotEmpty(t.Reason));
        Assert.Equal(plan.IsExact, plan.Terms.All(t => t.IsDecided));
    }

    [Theory]
    [InlineData("saved", Courier, "SAVEDATE")]
    [InlineData("id", Courier, "OBJECTID")]
    [InlineData("modseq", Courier, "CONDSTORE")]
    [InlineData("label", Dovecot, "X-GM-EXT-1")]
    [InlineData("raw", Dovecot, "X-GM-EXT-1")]
    public void What_the_server_does_not_have_is_said(string query, string capabilities, string named)
    {
        var exception = Assert.Throws<ImapException>(() => Plan(Queries[query], capabilities));
        Assert.Equal(ImapError.NotSupported, exception.Error);
        Assert.Contains(named, exception.Message);
    }

    [Fact]
    public void Without_a_charset_ASCII_is_sent_as_far_as_it_goes()
    {
        var ability = SearchAbility.Of(new CapabilitySet(["IMAP4rev1"])).AsciiOnly();
        var plan = SearchPlanner.Plan(Queries["subject short"], ability, Now);
        Assert.Equal("SUBJECT \"f\" SUBJECT \"r\"", Assert.Single(plan.ToProgramTexts()));
        Assert.Contains(plan.Notes, n => n.Contains("US-ASCII", StringComparison.Ordinal));
        Assert.Equal("ALL", Assert.Single(SearchPlanner.Plan(Queries["subject kanji"], ability, Now).ToProgramTexts()));
    }

    [Fact]
    public void Ten_thousand_alternatives_are_sent_in_parts_and_ten_thousand_conditions_as_far_as_they_fit()
    {
        var terms = Enumerable.Range(1, 10_000).Select(i => (Query)Text(TextField.From, TextTest.Like, $"*@{i}.example*")).ToArray();
        var any = Plan(Query.And(new FlagTerm("\\Seen"), Query.Or(terms)), Dovecot);
        Assert.InRange(any.Programs.Count, 20, 100);
        Assert.True(any.IsExact);
        Assert.All(any.ToProgramTexts(), t => Assert.InRange(t.Length, 100, 8000));
        Assert.All(any.ToProgramTexts(), t => Assert.StartsWith("SEEN ", t));
        Assert.Equal(10_000, any.ToProgramTexts().Sum(t => t.Split("FROM").Length - 1));
        var all = Plan(Query.And(terms), Dovecot);
        Assert.InRange(Assert.Single(all.ToProgramTexts()).Length, 1000, 8000);
        Assert.False(all.IsExact);
        var none = Plan(Query.Not(Query.And(terms)), Dovecot);
        Assert.True(none.IsExact);
        Assert.Equal(10_000, none.ToProgramTexts().Sum(t => t.Split("NOT FROM").Length - 1));
    }

    [Fact]
    public void What_nests_too_deep_is_checked_here()
    {
        Query deep = new FlagTerm("\\Seen");
        for (var i = 0; i < QueryLimits.MaxDepth - 1; i++)
            deep = i % 2 == 0 ? Query.And(deep, new FlagTerm("K" + i)) : Query.Or(deep, new FlagTerm("K" + i));
        var plan = Plan(deep, Dovecot);
        Assert.False(plan.IsExact);
        Assert.Equal("Flags", Assert.Single(plan.Stages).Data.ToString());
    }

    [Fact]
    public void A_text_of_a_million_characters_is_sent_by_a_piece_of_it()
    {
        var plan = Plan(Text(TextField.Subject, TextTest.Equal, new string('x', QueryLimits.MaxTextLength)), Dovecot);
        Assert.Equal($"SUBJECT \"{new string('x', 60)}\"", Assert.Single(plan.ToProgramTexts()));
    }
}
