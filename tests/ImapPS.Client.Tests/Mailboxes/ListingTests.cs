using ImapPS.Client.Mailboxes;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Mailboxes;

/// <summary>Listing, with each extension and without it.</summary>
public class ListingTests : EngineTest
{
    private const StatusItems Asked = StatusItems.Messages | StatusItems.Unseen | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.Size;

    private static readonly string[] Odd = ["Ärger & Co", "a \"b\" c", "back\\slash", "50%", "stern*chen", "&", "&AOk-", "(x)", "NIL", "漢字/😀", "with space", "{5}", "inbox/sub", "~peter", "a]b", "x{y"];

    private async Task<IReadOnlyList<MailboxInfo>> ListAsync(string pattern = "*", bool subscribed = false, StatusItems? status = null, params string[] without)
    {
        Options.Without(without);
        var session = await ConnectAsync();
        Server.Log.Clear();
        return await session.ListAsync(pattern, subscribed, status, Cancel).WaitAsync(Hang);
    }

    [Fact]
    public async Task Mailboxes_with_their_special_uses()
    {
        Server.Mailboxes.AddSpecialMailboxes();
        Server.Mailboxes.GetOrCreate("Archive/2026");
        var all = await ListAsync();
        Assert.Equal(["Archive", "Archive/2026", "Drafts", "INBOX", "Junk", "Sent", "Trash"], all.Select(m => m.Name.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Inbox", all.Single(m => m.Name.IsInbox).SpecialUse);
        Assert.Equal("Sent", all.Single(m => m.Name.Name == "Sent").SpecialUse);
        Assert.Null(all.Single(m => m.Name.Name == "Archive/2026").SpecialUse);
        Assert.True(all.Single(m => m.Name.Name == "Archive").Has("\\HasChildren"));
        Assert.All(all, m => Assert.Equal('/', m.Delimiter));
        Assert.All(all, m => Assert.Null(m.Status));
        Assert.Single(Commands);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("LIST-STATUS", 7)]
    [InlineData("LIST-STATUS LIST-EXTENDED SPECIAL-USE CHILDREN", 7)]
    [InlineData("STATUS=SIZE", 1)]
    [InlineData("STATUS=SIZE LIST-STATUS CONDSTORE", 7)]
    public async Task Status_comes_with_the_list_or_behind_it(string without, int commands)
    {
        foreach (var name in new[] { "A", "B", "C", "D" })
            Fill(name[0] - 'A', name);
        Server.Mailboxes.GetOrCreate("Container/Child");
        Server.Mailboxes["Container"].IsContainer = true;
        var all = await ListAsync(status: Asked, without: without.Split(' '));
        Assert.Equal(7, all.Count);
        foreach (var name in new[] { "A", "B", "C", "D" })
        {
            var status = all.Single(m => m.Name.Name == name).Status!;
            Assert.Equal((uint)(name[0] - 'A'), status.Messages);
            Assert.Equal(Server.Mailboxes[name].UidValidity, status.UidValidity);
            Assert.Equal(without.Contains("SIZE", StringComparison.Ordinal), status.Size is null);
        }

        Assert.Null(all.Single(m => m.Name.Name == "Container").Status);
        Assert.False(all.Single(m => m.Name.Name == "Container").IsSelectable);
        Assert.Equal(commands, Commands.Count);
    }

    [Fact]
    public async Task One_mailbox_that_cannot_be_looked_into_does_not_hide_the_others()
    {
        foreach (var name in new[] { "A", "B", "C" })
            Fill(2, name);
        Server.Faults.AnswerNext("STATUS", "{tag} NO [NOPERM] not yours");
        var all = await ListAsync("%", status: StatusItems.Messages, without: "LIST-STATUS");
        Assert.Equal(4, all.Count);
        Assert.Single(all, m => m.Status is null);
    }

    [Fact]
    public async Task Items_that_the_server_does_not_know_are_not_asked_for_and_nothing_is_no_question()
    {
        var all = await ListAsync(status: StatusItems.Size | StatusItems.HighestModSeq | StatusItems.Deleted, without: ["STATUS=SIZE", "CONDSTORE", "LIST-STATUS"]);
        Assert.Null(Assert.Single(all).Status);
        Assert.Single(Commands);
        var session = await ConnectAsync();
        Assert.Equal(0u, (await session.StatusAsync(MailboxName.Inbox, StatusItems.Size, Cancel).WaitAsync(Hang)).Messages);
    }

    [Theory]
    [InlineData("")]
    [InlineData("LIST-EXTENDED")]
    [InlineData("LIST-EXTENDED LIST-STATUS")]
    public async Task Subscribed_mailboxes_by_list_or_lsub(string without)
    {
        foreach (var name in new[] { "A", "B/C", "D" })
        {
            Fill(1, name);
            if (name != "D")
                Server.Mailboxes.Subscribe(MailboxName.Create(name));
        }

        Server.Mailboxes.Subscribe(MailboxName.Create("Gone"));
        var all = await ListAsync(subscribed: true, status: StatusItems.Messages, without: without.Split(' '));
        Assert.Equal(["A", "B/C", "Gone"], all.Select(m => m.Name.Name).Order(StringComparer.Ordinal));
        Assert.Equal(1u, all.Single(m => m.Name.Name == "B/C").Status!.Messages);
        Assert.Null(all.Single(m => m.Name.Name == "Gone").Status);
        Assert.Equal(without.Length > 0, Commands.Any(c => c.StartsWith("LSUB", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Odd_names_come_and_can_be_asked_for_and_opened()
    {
        foreach (var name in Odd)
            Fill(3, name);
        foreach (var literals in new[] { "LITERAL+", "ESEARCH" })
        {
            Options.Without(literals);
            var session = await ConnectAsync();
            var all = await session.ListAsync("*", false, null, Cancel).WaitAsync(Hang);
            foreach (var name in Odd)
            {
                var found = all.Single(m => m.Name.Name == name).Name;
                Assert.Equal(MailboxName.Create(name), found);
                Assert.Equal(3u, (await session.StatusAsync(found, StatusItems.Messages, Cancel).WaitAsync(Hang)).Messages);
                Assert.Equal(3u, (await session.SelectAsync(MailboxName.Create(name), write: false, Cancel).WaitAsync(Hang)).Exists);
            }
        }
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u001b[31m")]
    [InlineData("a\u2028b")]
    public async Task Control_characters_are_in_no_name_and_no_pattern(string name)
    {
        Assert.Throws<ArgumentException>(() => MailboxName.Create(name));
        var session = await ConnectAsync();
        Server.Log.Clear();
        var exception = await FailsAsync(ImapError.InvalidArgument, () => session.ListAsync(name, false, null, Cancel));
        Assert.Contains("can't hold", exception.Message);
        Assert.Empty(Commands);
    }

    [Fact]
    public async Task Status_of_a_mailbox_that_is_not_there()
    {
        var session = await ConnectAsync();
        await FailsAsync(ImapError.MailboxNotFound, () => session.StatusAsync(MailboxName.Create("Nowhere"), StatusItems.Messages, Cancel));
    }

    [Fact]
    public async Task Lists_at_the_same_time_each_get_their_own()
    {
        foreach (var name in new[] { "A", "B", "C", "D", "E" })
            Fill(1, name + "/1");
        var session = await ConnectAsync();
        var lists = new[] { "A", "B", "C", "D", "E" }.Select(n => (n, List: session.ListAsync(n + "/*", false, StatusItems.Messages, Cancel))).ToArray();
        foreach (var (name, list) in lists)
            Assert.Equal([name + "/1"], (await list.WaitAsync(Hang)).Select(m => m.Name.Name));
    }
}
