using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

/// <summary>Servers that answer SEARCH in their own way.</summary>
public class OddAnswersTests : RawTest
{
    private async Task<SearchResult> SearchAsync(string capabilities, bool count, params string[] lines)
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync(capabilities);
            await peer.OpenAsync();
            var tag = await peer.ExpectAsync("UID SEARCH");
            await peer.SendAsync([.. lines.Select(l => l.Replace("{tag}", tag, StringComparison.Ordinal)), $"{tag} OK"]);
            await peer.KeepSilentAsync();
        });
        return count
            ? new SearchResult(0, UidSet.Empty, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang))
            : await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang);
    }

    [Theory]
    [InlineData("* SEARCH 5 3 3 0 9 4", "3:5,9")]
    [InlineData("* SEARCH", "")]
    [InlineData("* SEARCH ", "")]
    [InlineData("* SEARCH 1 2 (MODSEQ 917162500)", "1:2")]
    [InlineData("* SEARCH 0 0", "")]
    [InlineData("", "")]
    [InlineData("* SEARCH 1 2\r\n* 5 EXISTS\r\n* SEARCH 8", "1:2,8")]
    public async Task Plain_answers_in_any_order_with_doubles_and_zeros(string line, string uids)
    {
        var found = await SearchAsync("IMAP4rev1", false, line);
        Assert.Equal(uids, found.Uids.ToString());
        Assert.Equal(found.Uids.Count, found.Count);
    }

    [Theory]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID ALL 9,3:5,4", "3:5,9")]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID", "")]
    [InlineData("* ESEARCH UID ALL 3 COUNT 1", "3")]
    [InlineData("* SEARCH 7 6", "6:7")]
    [InlineData("* ESEARCH (TAG \"{tag}\") UID ALL 1:2\r\n* SEARCH 8 9", "1:2,8:9")]
    [InlineData("* ESEARCH (TAG \"{tag}\") ALL 1:2", "")]
    public async Task Extended_answers_and_plain_ones_from_a_server_that_promised_the_other(string line, string uids) =>
        Assert.Equal(uids, (await SearchAsync("IMAP4rev1 ESEARCH", false, line)).Uids.ToString());

    [Theory]
    [InlineData("1:4000000000")]
    [InlineData("1:*")]
    [InlineData("5,7:2000000")]
    public async Task More_than_can_be_there_is_not_believed(string all) =>
        await FailsAsync(ImapError.ProtocolViolation, () => SearchAsync("IMAP4rev1 ESEARCH", false, $"* ESEARCH (TAG \"{{tag}}\") UID ALL {all}"));

    [Theory]
    [InlineData("IMAP4rev1 ESEARCH", "* ESEARCH (TAG \"{tag}\") UID COUNT 17", 17)]
    [InlineData("IMAP4rev1 ESEARCH", "* ESEARCH (TAG \"{tag}\") UID COUNT 0", 0)]
    [InlineData("IMAP4rev1 ESEARCH", "* SEARCH 4 4 5", 2)]
    [InlineData("IMAP4rev1", "* SEARCH 4 4 5", 2)]
    [InlineData("IMAP4rev2", "* ESEARCH (TAG \"{tag}\") UID COUNT 3", 3)]
    public async Task A_count_is_right_in_whatever_form_it_comes(string capabilities, string line, int expected) =>
        Assert.Equal(expected, (await SearchAsync(capabilities, true, line)).Count);
}
