using ImapPS.Client.Search;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

/// <summary>Servers that answer SORT, PARTIAL, THREAD and ESEARCH in their own way.</summary>
public class OddOrderTests : RawTest
{
    private async Task<T> AskAsync<T>(string capabilities, string command, string[] lines, Func<Client.Session.ImapSession, Task<T>> ask)
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync("IMAP4rev1 ESEARCH " + capabilities);
            if (command != "ESEARCH")
                await peer.OpenAsync();
            var tag = await peer.ExpectAsync(command);
            await peer.SendAsync([.. lines.Select(l => l.Replace("{tag}", tag, StringComparison.Ordinal)), $"{tag} OK"]);
            await peer.KeepSilentAsync();
        });
        return await ask(session).WaitAsync(Hang);
    }

    private Task<OrderedResult> SearchAsync(string capabilities, SearchOrder order, params string[] lines) =>
        AskAsync(capabilities, order.Criteria.Count > 0 ? "UID SORT" : "UID SEARCH", lines, s => s.SearchInOrderAsync(MailboxName.Inbox, SearchKey.All, order, Cancel));

    private static SearchOrder Sorted(ResultRange? range = null) => new() { Criteria = [new(SortKey.Date)], Range = range ?? ResultRange.All };

    [Theory]
    [InlineData("* SORT 5 3 3 0 9 5", "5,3,9")]
    [InlineData("* SORT", "")]
    [InlineData("", "")]
    [InlineData("* SORT 3\r\n* 5 EXISTS\r\n* SORT 1 2", "3,1,2")]
    [InlineData("* SEARCH 7 6", "7,6")]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID ALL 4,1:2", "4,1,2")]
    [InlineData("* ESEARCH (TAG \"{tag}\" MAILBOX \"Other\" UIDVALIDITY 3) UID ALL 4", "")]
    public async Task A_sort_in_whatever_form_it_comes(string line, string uids) =>
        Assert.Equal(uids, string.Join(",", (await SearchAsync("SORT ESORT", Sorted(), line)).Uids));

    [Theory]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID ALL 1:4000000000")]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID PARTIAL (1:2 4000000000:1)")]
    public async Task More_than_can_be_there_is_not_believed(string line) =>
        await FailsAsync(ImapError.ProtocolViolation, () => SearchAsync("SORT ESORT PARTIAL", Sorted(new ResultRange(0, 2, false)), line));

    [Theory]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID PARTIAL (2:3 9,8)", "8,9")]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID PARTIAL (2:3 NIL)", "")]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID PARTIAL (2:3 1:5)", "1,2")]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID ALL 1:5", "2,3")]
    [InlineData("* SEARCH 5 4 3 2 1", "2,3")]
    public async Task A_part_is_a_part_whatever_the_server_makes_of_it(string line, string uids) =>
        Assert.Equal(uids, string.Join(",", (await SearchAsync("PARTIAL", new SearchOrder { Range = new ResultRange(1, 2, false) }, line)).Uids));

    [Theory]
    [InlineData("* THREAD (1 2 1)(2 3)", "1@0 2@1 0@2 0@0 3@1")]
    [InlineData("* THREAD (1)\r\n* THREAD (2)", "1@0 2@0")]
    [InlineData("* THREAD", "")]
    public async Task No_message_is_in_two_threads(string line, string members)
    {
        var threads = await AskAsync("THREAD=REFS", "UID THREAD", [line], s => s.ThreadAsync(MailboxName.Inbox, SearchKey.All, null, 10, Cancel));
        Assert.Equal(members, string.Join(" ", threads.Members.Select(m => $"{m.Number}@{m.Depth}")));
    }

    [Theory]
    [InlineData("* THREAD (1 (2")]
    [InlineData("* THREAD 1")]
    public async Task Threads_that_can_not_be_read_are_not_none(string line) => await FailsAsync(
        ImapError.BadContent,
        () => AskAsync("THREAD=REFS", "UID THREAD", [line], s => s.ThreadAsync(MailboxName.Inbox, SearchKey.All, null, 10, Cancel)));

    [Theory]
    [InlineData("* SORT 3 x")]
    [InlineData("* ESEARCH UID ALL")]
    public async Task An_order_that_can_not_be_read_is_not_empty(string line) =>
        await FailsAsync(ImapError.BadContent, () => SearchAsync("PARTIAL", new SearchOrder { Range = new ResultRange(1, 2, false) }, line));

    [Fact]
    public async Task Answers_of_several_mailboxes_go_to_theirs()
    {
        var names = new[] { "a", "b", "c" }.Select(MailboxName.Create).ToArray();
        string[] lines =
        [
            "* ESEARCH (TAG \"{tag}\" MAILBOX \"b\" UIDVALIDITY 7) UID ALL 5,1:2",
            "* ESEARCH (TAG \"{tag}\" MAILBOX \"other\" UIDVALIDITY 7) UID ALL 9",
            "* ESEARCH (TAG \"{tag}\" MAILBOX \"a\" UIDVALIDITY 6) UID ALL 3",
            "* ESEARCH (TAG \"{tag}\" MAILBOX \"b\" UIDVALIDITY 7) UID ALL 8",
            "* ESEARCH (TAG \"{tag}\") UID ALL 77",
        ];
        var found = await AskAsync("MULTISEARCH", "ESEARCH", lines, async session =>
        {
            var all = new List<MailboxMatches>();
            await foreach (var matches in session.SearchMailboxesAsync(names, SearchKey.All, false, Cancel))
                all.Add(matches);
            return all;
        });
        Assert.Equal(["a 6 3", "b 7 1:2,5,8", "c 0 "], found.Select(m => $"{m.Mailbox.Name} {m.Result!.UidValidity} {m.Result.Uids}"));
    }
}
