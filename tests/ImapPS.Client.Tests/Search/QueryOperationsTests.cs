using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

public class QueryOperationsTests : EngineTest
{
    private static readonly Query Shop = new TextTerm(TextField.From, null, TextTest.Like, "*@shop.example");

    private IEnumerable<string> Sent => Commands.Where(c => c.StartsWith("UID ", StringComparison.Ordinal));

    private static async Task<List<uint>> FindAsync(ImapSession session, Query query, QueryOptions? options = null)
    {
        var result = new List<uint>();
        await foreach (var batch in (await session.SearchAsync(MailboxName.Inbox, query, options, Cancel).WaitAsync(Hang)).ReadAsync(Cancel))
            result.AddRange(batch);
        return result;
    }

    private void Add(string from, string subject, DateTimeOffset? received = null, string? body = null) =>
        Inbox.Add($"From: {from}\nSubject: {subject}\n\n{body ?? "text"}", internalDate: received);

    [Fact]
    public async Task Nothing_is_fetched_when_the_server_decides_all()
    {
        Fill(20);
        var session = await ConnectAsync();
        Assert.Equal(Numbers(1, 20), await FindAsync(session, Query.Not(new FlagTerm("\\Seen"))));
        Assert.Equal(20, await session.CountAsync(MailboxName.Inbox, Query.Not(new FlagTerm("\\Seen")), cancellationToken: Cancel));
        Assert.Equal(["UID SEARCH RETURN (ALL) UNSEEN", "UID SEARCH RETURN (COUNT) UNSEEN"], Sent);
    }

    [Fact]
    public async Task Each_stage_asks_for_what_is_still_undecided()
    {
        var day = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Add("a@shop.example", "1", day.AddDays(-5));
        Add("a@shop.example", "2", day.AddSeconds(-1));
        Add("a@shop.example.org", "3", day.AddSeconds(1));
        Add("a@shop.example", "4", day.AddSeconds(1));
        Add("b@other.example", "5", day.AddDays(1));
        var session = await ConnectAsync();
        Assert.Equal([4u], await FindAsync(session, Query.And(Shop, new TimeTerm(TimeField.Received, Comparison.Greater, day))));
        Assert.Equal(
            ["UID SEARCH RETURN (ALL) SINCE 28-Feb-2026 FROM \"@shop.example\"", "UID FETCH 2:4 (UID INTERNALDATE)", "UID FETCH 3:4 (UID BODY.PEEK[HEADER.FIELDS (From)])"],
            Sent);
    }

    [Fact]
    public async Task Times_that_are_sure_are_not_read()
    {
        var day = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 300; i++)
            Add("a@shop.example", "x", day.AddHours(i - 12));
        var session = await ConnectAsync();
        Assert.Equal(Numbers(14, 300), await FindAsync(session, new TimeTerm(TimeField.Received, Comparison.Greater, day)));
        Assert.Equal("UID SEARCH RETURN (ALL) SINCE 28-Feb-2026 SINCE 3-Mar-2026", Sent.ElementAt(1));
        // Of 1 March and 2 March alone.
        Assert.Equal(["UID FETCH 1:48 (UID INTERNALDATE)"], Sent.Skip(2));
        // Nor where something else has to be read.
        Assert.Equal(Numbers(14, 300), await FindAsync(session, Query.And(Shop, new TimeTerm(TimeField.Received, Comparison.Greater, day))));
        Assert.Equal("UID FETCH 1:48 (UID INTERNALDATE)", Sent.Where(c => c.Contains("INTERNALDATE", StringComparison.Ordinal)).Skip(1).Single());
        Assert.Equal(Numbers(14, 300).Reverse(), await FindAsync(session, new TimeTerm(TimeField.Received, Comparison.Greater, day), new QueryOptions { Descending = true }));
    }

    [Theory]
    [InlineData("{tag} NO [BADCHARSET (US-ASCII)] no")]
    [InlineData("{tag} NO no such charset")]
    [InlineData("{tag} BAD what?")]
    public async Task A_refused_charset_leads_to_ASCII(string answer)
    {
        Add("a@shop.example", "=?utf-8?Q?f=C3=BCr?=");
        Add("a@shop.example", "far");
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", answer);
        var found = await session.SearchAsync(MailboxName.Inbox, new TextTerm(TextField.Subject, null, TextTest.Equal, "FÜR"), cancellationToken: Cancel);
        Assert.Contains(found.Plan.Notes, n => n.Contains("US-ASCII", StringComparison.Ordinal));
        Assert.Equal("1:2", found.Candidates.ToString());
        await foreach (var batch in found.ReadAsync(Cancel))
            Assert.Equal([1u], batch);
        Assert.DoesNotContain("CHARSET", Sent.ElementAt(1));
    }

    [Fact]
    public async Task A_refusal_that_has_nothing_to_do_with_a_charset_is_an_error()
    {
        Fill(1);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", "{tag} NO no");
        await FailsAsync(ImapError.CommandRefused, () => FindAsync(session, Shop));
        Assert.Empty(await FindAsync(session, Shop));
    }

    [Fact]
    public async Task Uids_that_do_not_exist_are_left_out_where_messages_are_read_and_order_is_made()
    {
        Options.Without("ESEARCH");
        for (var i = 0; i < 5; i++)
            Add("a@shop.example", "x");
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", "* SEARCH 77 4 2 2 0 900\r\n{tag} OK");
        Assert.Equal([2u, 4u], await FindAsync(session, Shop));
    }

    [Fact]
    public async Task Whatever_a_text_holds_stays_in_its_string()
    {
        var texts = new[] { "a\r\nA1 LOGOUT", "a\" (DELETED", "back\\slash", "{5}\r\nhello", "nul\0nul", "half \ud800 pair", "* % ( ) ]" };
        foreach (var text in texts)
            Inbox.Add($"Subject: {text.Replace("\r\n", " ", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal)}\n\n{text.Replace("\r\n", "\n", StringComparison.Ordinal)}");
        var session = await ConnectAsync();
        for (var i = 0; i < texts.Length; i++)
        {
            var pattern = "*" + LikePattern.Escape(texts[i]) + "*";
            var found = await FindAsync(session, new TextTerm(TextField.Body, null, TextTest.Like, pattern));
            Assert.Equal(texts[i].Contains('\ud800', StringComparison.Ordinal) ? new List<uint>() : [(uint)i + 1], found);
            await FindAsync(session, new TextTerm(TextField.Subject, null, TextTest.Equal, texts[i]));
        }

        Assert.Null(session.Connection.Cause);
        Assert.DoesNotContain(Commands, c => c.StartsWith("LOGOUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ten_thousand_alternatives_find_what_they_should()
    {
        for (var i = 1; i <= 30; i++)
            Add($"a@{i * 400}.example", "x");
        var session = await ConnectAsync();
        var query = Query.Or(Enumerable.Range(1, 10_000).Select(i => (Query)new TextTerm(TextField.From, null, TextTest.Like, $"*@{i}.example*")).ToArray());
        Assert.Equal(Numbers(1, 25), await FindAsync(session, query));
        Assert.Equal(25, await session.CountAsync(MailboxName.Inbox, query, cancellationToken: Cancel));
    }

    [Fact]
    public async Task What_the_server_alone_knows_is_asked_beside()
    {
        Options.Capabilities.Add("X-GM-EXT-1");
        Add("a@shop.example", "one", body: "needle");
        Add("a@shop.example", "two");
        Add("a@other.example", "three");
        Inbox.Messages[2].Labels = ["Work", "\\Inbox"];
        var session = await ConnectAsync();
        Assert.Equal([1u, 3u], await FindAsync(session, Query.Or(new GmailRawTerm("needle"), new TextTerm(TextField.Subject, null, TextTest.Match, "^three$"))));
        Assert.Equal([3u], await FindAsync(session, new LabelTerm(TextTest.Equal, "work")));
        Assert.Equal([3u], await FindAsync(session, new LabelTerm(TextTest.Like, "w?r*")));
        Assert.Equal([1u, 3u], await FindAsync(session, Query.Or(new UidTerm(UidSet.Parse("3:*")), new TextTerm(TextField.Subject, null, TextTest.Match, "^one$"))));
        var id = (await ReadAsync(Client.Messages.MessageReading.FetchAsync(session, MailboxName.Inbox, null, Set(2), new() { Attributes = ImapPS.Protocol.Commands.FetchAttributes.GmailMessageId }, cancellationToken: Cancel)))[0].Extras!.GmailMessageId!.Value;
        var term = new IdTerm(IdField.EmailId, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal([2u], await FindAsync(session, term));
        Assert.Equal([2u, 3u], await FindAsync(session, Query.Or(term, new TextTerm(TextField.Subject, null, TextTest.Match, "^three$"))));
    }

    [Fact]
    public async Task Save_dates_and_ids_are_compared()
    {
        Options.Capabilities.Add("SAVEDATE");
        Options.Capabilities.Add("OBJECTID");
        for (var i = 0; i < 3; i++)
            Add("a@shop.example", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var session = await ConnectAsync();
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(Numbers(1, 3), await FindAsync(session, new TimeTerm(TimeField.Saved, Comparison.Greater, now.AddHours(-1))));
        Assert.Empty(await FindAsync(session, new TimeTerm(TimeField.Saved, Comparison.Greater, now.AddHours(1))));
        var id = (await ReadAsync(Client.Messages.MessageReading.FetchAsync(session, MailboxName.Inbox, null, Set(2), new() { Attributes = ImapPS.Protocol.Commands.FetchAttributes.EmailId }, cancellationToken: Cancel)))[0].Extras!.EmailId!;
        Assert.Equal([2u], await FindAsync(session, new IdTerm(IdField.EmailId, id)));
        Assert.Equal([1u, 3u], await FindAsync(session, Query.And(Query.Not(new IdTerm(IdField.EmailId, id)), Query.Not(new AttachmentTerm()))));
    }

    [Fact]
    public async Task The_whole_header_is_read_where_too_many_fields_are_asked_for()
    {
        Inbox.Add("X-A-Rather-Long-Name-Of-A-Field-59: here\n\ntext");
        Inbox.Add("X-A-Rather-Long-Name-Of-A-Field-60: here\n\ntext");
        var session = await ConnectAsync();
        var fields = Enumerable.Range(0, 60).Select(i => (Query)new TextTerm(TextField.Header, $"X-A-Rather-Long-Name-Of-A-Field-{i}", TextTest.Match, "^here$"));
        Assert.Equal([1u], await FindAsync(session, Query.Or(fields.Append(new AttachmentTerm()).ToArray())));
        Assert.Contains("UID FETCH 1:2 (UID BODY.PEEK[HEADER])", Sent);
        // Brackets in a name are no matter of SEARCH, but of FETCH.
        Assert.Empty(await FindAsync(session, new TextTerm(TextField.Header, "X-[Odd]", TextTest.Match, "x")));
        Assert.Empty(await FindAsync(session, Query.Or(new TextTerm(TextField.Header, "X-[Odd]", TextTest.Match, "x"), new AttachmentTerm())));
    }

    [Fact]
    public async Task A_query_that_nothing_can_match_still_needs_its_mailbox()
    {
        var session = await ConnectAsync();
        Assert.Empty(await FindAsync(session, Query.None));
        Assert.Equal(0, await session.CountAsync(MailboxName.Inbox, Query.None, cancellationToken: Cancel));
        await FailsAsync(ImapError.MailboxNotFound, () => session.SearchAsync(MailboxName.Create("None"), Query.None, cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_mailbox_that_is_renumbered_ends_the_check()
    {
        Add("a@shop.example", "x");
        var session = await ConnectAsync();
        var found = await session.SearchAsync(MailboxName.Inbox, Shop, cancellationToken: Cancel);
        Inbox.ChangeUidValidity();
        await session.SelectAsync(MailboxName.Inbox, write: true, Cancel);
        await FailsAsync(ImapError.UidValidityChanged, async () =>
        {
            await foreach (var batch in found.ReadAsync(Cancel))
                Assert.Empty(batch);
        });
    }
}
