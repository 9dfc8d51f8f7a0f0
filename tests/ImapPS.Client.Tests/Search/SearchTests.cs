using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Connection;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

public class SearchTests : EngineTest
{
    private static readonly string[] Awkward =
    [
        "a \"quoted\" word", "back\\slash", "line\r\nA1 LOGOUT", "\n", "äöü ✉ 漢字 😀", "*", "%", "NIL", "()", "{5}", "", " ", "\t\u0001", "ALL", new string('x', 3000),
    ];

    private Task<SearchResult> SearchAsync(ImapSession session, SearchKey key) => session.SearchAsync(MailboxName.Inbox, key, Cancel).WaitAsync(Hang);

    public static TheoryData<string> Capabilities() => ["", "ESEARCH", "LITERAL+", "ESEARCH LITERAL+"];

    private void Without(string words) => Options.Without(words.Split(' '));

    [Theory]
    [MemberData(nameof(Capabilities))]
    public async Task Finds_what_is_there_by_whatever_the_server_can(string without)
    {
        Without(without);
        Fill(10);
        Inbox.Add("Subject: needle\n\nin a haystack");
        var session = await ConnectAsync();
        var found = await SearchAsync(session, SearchKey.Subject("needle"));
        Assert.Equal([11u], found.Uids.Uids());
        Assert.Equal((1, Inbox.UidValidity), (found.Count, found.UidValidity));
        Assert.Equal(Numbers(1, 11), (await SearchAsync(session, SearchKey.All)).Uids.Uids());
        var none = await SearchAsync(session, SearchKey.Subject("nowhere"));
        Assert.True(none.Uids.IsEmpty);
        Assert.Equal(0, none.Count);
        Assert.Equal(11, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang));
        Assert.Equal(0, await session.CountAsync(MailboxName.Inbox, SearchKey.Seen, Cancel).WaitAsync(Hang));
        Assert.Equal(!without.Contains("ESEARCH", StringComparison.Ordinal), Commands.Any(c => c.Contains("RETURN (COUNT)", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Capabilities))]
    public async Task Whatever_stands_in_a_string_is_looked_for_and_nothing_else_is_done(string without)
    {
        Without(without);
        foreach (var text in Awkward)
            Inbox.Add($"Subject: plain\n\n{text.Replace("\r\n", "\n", StringComparison.Ordinal)}|end");
        var session = await ConnectAsync();
        for (var i = 0; i < Awkward.Length; i++)
        {
            if (Awkward[i] != "\n")
                Assert.True((await SearchAsync(session, SearchKey.Body(Awkward[i]))).Uids.Contains((uint)i + 1), Awkward[i]);
            Assert.Equal(Awkward.Length, (await SearchAsync(session, SearchKey.And(SearchKey.Subject("plain"), SearchKey.Not(SearchKey.Header("X-None", Awkward[i]))))).Count);
        }

        Assert.Null(session.Connection.Cause);
        Assert.DoesNotContain(Commands, c => c.StartsWith("LOGOUT", StringComparison.Ordinal));
        Assert.Equal([5u], (await SearchAsync(session, SearchKey.Body("äöü ✉"))).Uids.Uids());
        Assert.Equal([1u], (await SearchAsync(session, SearchKey.Body("\"quoted\""))).Uids.Uids());
    }

    [Fact]
    public async Task The_charset_is_told_where_it_matters_only()
    {
        var session = await ConnectAsync();
        await SearchAsync(session, SearchKey.Subject("ascii"));
        await SearchAsync(session, SearchKey.Subject("größe"));
        Assert.Equal([false, true], Commands.Where(c => c.StartsWith("UID SEARCH", StringComparison.Ordinal)).Select(c => c.Contains("CHARSET UTF-8", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nul_can_be_in_no_search()
    {
        Assert.Throws<ArgumentException>(() => SearchKey.Subject("a\0b"));
        Assert.Throws<ArgumentException>(() => SearchKey.Header("X-A", "\0"));
        Assert.Throws<ArgumentException>(() => SearchKey.Keyword("a b"));
    }

    [Fact]
    public async Task Searches_at_the_same_time_each_get_their_own()
    {
        Without("ESEARCH");
        Fill(50);
        var session = await ConnectAsync();
        var all = Enumerable.Range(1, 50).Select(n => (n, Search: SearchAsync(session, SearchKey.Uid(UidSet.Of((uint)n, 50))))).ToArray();
        foreach (var (n, search) in all)
            Assert.Equal(Numbers(n, 50), (await search).Uids.Uids());
    }

    [Theory]
    [InlineData("{tag} NO [BADCHARSET (US-ASCII)] no", ImapError.CommandRefused, "BADCHARSET")]
    [InlineData("{tag} BAD no", ImapError.CommandBad, "CommandBad")]
    public async Task A_refusal_is_an_error_and_the_session_goes_on(string answer, ImapError error, string id)
    {
        Fill(3);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", answer);
        Assert.Equal(id, (await FailsAsync(error, () => SearchAsync(session, SearchKey.All))).ErrorId);
        Assert.Equal(3, (await SearchAsync(session, SearchKey.All)).Count);
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_is_told()
    {
        var session = await ConnectAsync();
        var exception = await FailsAsync(ImapError.MailboxNotFound, () => session.SearchAsync(MailboxName.Create("No such \"box\""), SearchKey.All, Cancel));
        Assert.Contains("'No such \"box\"'", exception.Message);
        Assert.Contains("Get-ImapMailbox", exception.Hint);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_came_in_is_asked_for_first_where_nothing_was_said_for_a_while(bool stale)
    {
        Fill(2);
        var session = await ConnectAsync();
        if (stale)
            session.StaleAfter = TimeSpan.Zero;
        for (var i = 0; i < 2; i++)
            Assert.Equal(2, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang));
        // Not before the mailbox is opened, which shows all there is.
        Assert.Equal(stale ? 1 : 0, Commands.Count(static c => c == "NOOP"));
    }
}
