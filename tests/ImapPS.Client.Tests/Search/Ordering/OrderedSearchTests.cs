using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

/// <summary>Which commands a sort, a part of the results and threads take, and what is done where the server can't.</summary>
public class OrderedSearchTests : EngineTest
{
    private static readonly SortCriterion[] BySubject = [new(SortKey.Subject)];

    private Task<OrderedResult> SearchAsync(ImapSession session, SearchOrder order) =>
        session.SearchInOrderAsync(MailboxName.Inbox, SearchKey.All, order, Cancel).WaitAsync(Hang);

    private List<string> Sent() => Commands.Where(c => c.StartsWith("UID ", StringComparison.Ordinal)).ToList();

    [Theory]
    [InlineData("PARTIAL", 2, 3, false, "3,4,5", "UID SEARCH RETURN (PARTIAL 3:5) ALL")]
    [InlineData("PARTIAL", 2, 3, true, "6,7,8", "UID SEARCH RETURN (PARTIAL -3:-5) ALL")]
    [InlineData("PARTIAL", 9, 3, false, "10", "UID SEARCH RETURN (PARTIAL 10:12) ALL")]
    [InlineData("PARTIAL", 10, 3, true, "", "UID SEARCH RETURN (PARTIAL -11:-13) ALL")]
    [InlineData("PARTIAL", 4, long.MaxValue, false, "5,6,7,8,9,10", "UID SEARCH RETURN (PARTIAL 5:4294967295) ALL")]
    [InlineData("CONTEXT=SEARCH", 0, 3, false, "1,2,3", "UID SEARCH RETURN (PARTIAL 1:3) ALL")]
    [InlineData("CONTEXT=SEARCH", 2, 3, true, "6,7,8", "UID SEARCH RETURN (COUNT) ALL|UID SEARCH RETURN (PARTIAL 6:8) ALL")]
    [InlineData("CONTEXT=SEARCH", 8, 7, true, "1,2", "UID SEARCH RETURN (COUNT) ALL|UID SEARCH RETURN (PARTIAL 1:2) ALL")]
    [InlineData("CONTEXT=SEARCH", 10, 7, true, "", "UID SEARCH RETURN (COUNT) ALL|UID SEARCH RETURN (ALL) ALL")]
    [InlineData("XNONE", 2, 3, true, "6,7,8", "UID SEARCH RETURN (ALL) ALL")]
    [InlineData("PARTIAL", 0, long.MaxValue, false, "1,2,3,4,5,6,7,8,9,10", "UID SEARCH RETURN (ALL) ALL")]
    public async Task No_more_uids_come_than_are_wanted(string capability, long skip, long take, bool fromEnd, string uids, string sent)
    {
        Options.With(capability);
        Fill(10);
        var found = await SearchAsync(await ConnectAsync(), new SearchOrder { Range = new ResultRange(skip, take, fromEnd) });
        Assert.Equal(uids, string.Join(",", found.Uids));
        Assert.Equal(Inbox.UidValidity, found.UidValidity);
        Assert.Equal(sent, string.Join("|", Sent()));
    }

    [Theory]
    [InlineData("SORT", "UID SORT (SUBJECT) UTF-8 ALL", "2,10")]
    [InlineData("SORT ESORT", "UID SORT RETURN (ALL) (SUBJECT) UTF-8 ALL", "2,10")]
    [InlineData("SORT ESORT PARTIAL", "UID SORT RETURN (PARTIAL 2:3) (SUBJECT) UTF-8 ALL", "2,10")]
    [InlineData("XNONE", "UID SEARCH RETURN (ALL) ALL|UID FETCH 1:10 (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])", "2,10")]
    [InlineData("SEARCHRES", "UID SEARCH RETURN (ALL SAVE) ALL|UID FETCH $ (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])", "2,10")]
    public async Task A_sort_takes_one_command_where_it_can(string capabilities, string sent, string uids)
    {
        Options.With(capabilities.Split(' '));
        foreach (var subject in new[] { "h", "b", "g", "d", "e", "f", "c2", "i", "a", "c" })
            Inbox.Add($"Subject: {subject}\r\n\r\n");
        var found = await SearchAsync(await ConnectAsync(), new SearchOrder { Criteria = BySubject, Range = new ResultRange(1, 2, false) });
        Assert.Equal(uids, string.Join(",", found.Uids));
        Assert.Equal(sent, string.Join("|", Sent()));
    }

    [Theory]
    [InlineData("SORT ESORT PARTIAL", "UID SORT|UID SORT|UID SEARCH|UID FETCH")]
    [InlineData("SORT", "UID SORT|UID SEARCH|UID FETCH")]
    public async Task What_is_announced_and_refused_goes_another_way(string capabilities, string sent)
    {
        Options.With(capabilities.Split(' '));
        Fill(9);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID SORT", "{tag} NO [SERVERBUG] not today");
        Server.Faults.AnswerNext("UID SORT", "{tag} BAD what?");
        var found = await SearchAsync(session, new SearchOrder { Criteria = BySubject, Range = new ResultRange(0, 3, true) });
        Assert.Equal([7u, 8u, 9u], found.Uids);
        Assert.True(found.SortedHere);
        Assert.StartsWith("UID SORT: ", found.Refusal);
        Assert.Equal(sent, string.Join("|", Sent().Select(c => string.Join(" ", c.Split(' ').Take(2)))));
    }

    [Fact]
    public async Task Partial_that_is_refused_costs_a_search()
    {
        Options.With("PARTIAL");
        Fill(9);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", "{tag} BAD what?");
        var found = await SearchAsync(session, new SearchOrder { Range = new ResultRange(0, 3, false) });
        Assert.Equal([1u, 2u, 3u], found.Uids);
        Assert.Contains("what?", found.Refusal);
    }

    [Fact]
    public async Task More_than_the_limit_is_not_read()
    {
        Fill(20);
        var session = await ConnectAsync();
        var error = await FailsAsync(ImapError.NotSupported, () => SearchAsync(session, new SearchOrder { Criteria = BySubject, ClientLimit = 19 }));
        Assert.Contains("20 messages", error.Message);
        Assert.Contains("-Limit", error.Hint);
        Assert.DoesNotContain(Sent(), c => c.StartsWith("UID FETCH", StringComparison.Ordinal));
        await FailsAsync(ImapError.NotSupported, () => session.ThreadAsync(MailboxName.Inbox, SearchKey.All, null, 19, Cancel));
        Assert.Equal(20, (await SearchAsync(session, new SearchOrder { Criteria = BySubject, ClientLimit = 20 })).Uids.Count);
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_is_no_sort_that_was_refused()
    {
        Options.With("SORT", "THREAD=REFS");
        var session = await ConnectAsync();
        var nowhere = MailboxName.Create("nowhere");
        await FailsAsync(ImapError.MailboxNotFound, () => session.SearchInOrderAsync(nowhere, SearchKey.All, new SearchOrder { Criteria = BySubject }, Cancel));
        await FailsAsync(ImapError.MailboxNotFound, () => session.ThreadAsync(nowhere, SearchKey.All, null, 10, Cancel));
    }

    [Theory]
    [InlineData("THREAD=ORDEREDSUBJECT THREAD=REFERENCES THREAD=REFS", ThreadAlgorithm.Refs)]
    [InlineData("THREAD=ORDEREDSUBJECT THREAD=REFERENCES", ThreadAlgorithm.References)]
    [InlineData("THREAD=ORDEREDSUBJECT", ThreadAlgorithm.OrderedSubject)]
    public async Task The_best_algorithm_is_taken(string capabilities, ThreadAlgorithm expected)
    {
        Options.With(capabilities.Split(' '));
        Fill(3);
        var session = await ConnectAsync();
        var threads = await session.ThreadAsync(MailboxName.Inbox, SearchKey.All, null, 10, Cancel).WaitAsync(Hang);
        Assert.Equal((expected, false), (threads.Algorithm, threads.ThreadedHere));
        Assert.Equal([$"UID THREAD {expected.ToString().ToUpperInvariant()} UTF-8 ALL"], Sent());
    }

    [Fact]
    public async Task Threads_are_made_here_where_the_server_does_not_or_refuses()
    {
        Options.With("THREAD=REFS");
        Fill(3);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID THREAD", "{tag} NO not today");
        var threads = await session.ThreadAsync(MailboxName.Inbox, SearchKey.All, null, 10, Cancel).WaitAsync(Hang);
        Assert.Equal((ThreadAlgorithm.References, true), (threads.Algorithm, threads.ThreadedHere));
        Assert.Contains("not today", threads.Refusal);
        Assert.Equal([1u, 2u, 3u], threads.Members.Select(m => m.Number));
        Assert.True((await session.ThreadAsync(MailboxName.Inbox, SearchKey.All, ThreadAlgorithm.OrderedSubject, 10, Cancel).WaitAsync(Hang)).ThreadedHere);
    }

    [Fact]
    public async Task What_the_saved_result_does_not_give_is_read_by_uid()
    {
        Options.With("SEARCHRES");
        Fill(5);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID FETCH", "{tag} BAD no");
        var found = await SearchAsync(session, new SearchOrder { Criteria = [new(SortKey.Subject, true)] });
        Assert.Equal([5u, 4u, 3u, 2u, 1u], found.Uids);
        Assert.Equal(["UID FETCH $ (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])", "UID FETCH 1:5 (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])"], Sent().Skip(1));
    }
}
