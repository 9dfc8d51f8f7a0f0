using ImapPS.Client.Search;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

public class MultiSearchTests : EngineTest
{
    private async Task<List<string>> SearchAsync(bool count, params string[] mailboxes)
    {
        var session = await ConnectAsync();
        var found = new List<string>();
        await foreach (var matches in session.SearchMailboxesAsync(mailboxes.Select(MailboxName.Create).ToArray(), SearchKey.Subject("2"), count, Cancel))
            found.Add(matches.Error is { } error ? $"{matches.Mailbox.Name} {error.Error}" : count ? $"{matches.Mailbox.Name} {matches.Result!.Count}" : $"{matches.Mailbox.Name} {matches.Result!.Uids}");
        return found;
    }

    [Theory]
    [InlineData("MULTISEARCH", 1, 0)]
    [InlineData("XNONE", 0, 4)]
    public async Task One_command_where_it_can_be_and_the_same_answers_where_not(string capability, int multi, int single)
    {
        Options.With(capability);
        Fill(3);
        Fill(12, "a");
        Fill(2, "Ü/b");
        Server.Mailboxes.GetOrCreate("empty");
        Assert.Equal(["INBOX 2", "Ü/b 2", "empty ", "a 2,12"], await SearchAsync(false, "INBOX", "Ü/b", "empty", "a"));
        Assert.Equal((multi, single), (Commands.Count(c => c.StartsWith("ESEARCH", StringComparison.Ordinal)), Commands.Count(c => c.StartsWith("UID SEARCH", StringComparison.Ordinal))));
        Assert.Equal(["a 2", "INBOX 1"], await SearchAsync(true, "a", "INBOX"));
    }

    [Fact]
    public async Task A_refusal_leads_to_the_mailboxes_one_by_one_and_one_that_vanished_stops_no_other()
    {
        Options.With("MULTISEARCH");
        Fill(3);
        Server.Faults.AnswerNext("ESEARCH", "{tag} NO not today");
        Assert.Equal(["gone MailboxNotFound", "INBOX 2"], await SearchAsync(false, "gone", "INBOX"));
    }

    [Fact]
    public async Task Thousands_of_names_fit_into_lines_that_servers_take()
    {
        Options.With("MULTISEARCH");
        var names = Enumerable.Range(1, 500).Select(n => $"a mailbox of number {n}").ToArray();
        foreach (var name in names)
            Server.Mailboxes.GetOrCreate(name);
        Fill(2, names[^1]);
        var found = await SearchAsync(false, names);
        Assert.Equal(names[^1] + " 2", found[^1]);
        Assert.Equal(500, found.Count);
        Assert.InRange(Commands.Count(c => c.StartsWith("ESEARCH", StringComparison.Ordinal)), 4, 8);
        Assert.All(Commands, c => Assert.InRange(c.Length, 1, CommandLimits.MaxLineLength));
    }
}
