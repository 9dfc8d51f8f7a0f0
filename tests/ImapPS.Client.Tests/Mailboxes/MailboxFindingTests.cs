using ImapPS.Client.Mailboxes;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Mailboxes;

/// <summary>Special uses, by attribute and by guess; and large lists.</summary>
public class MailboxFindingTests : EngineTest
{
    private const StatusItems Asked = StatusItems.Messages | StatusItems.Unseen | StatusItems.Size;

    private static async Task<List<MailboxInfo>> GatherAsync(IAsyncEnumerable<MailboxInfo> mailboxes)
    {
        var all = new List<MailboxInfo>();
        await foreach (var mailbox in mailboxes)
            all.Add(mailbox);
        return all;
    }

    [Theory]
    [InlineData("Papierkorb", "Trash", "Papierkorb")]
    [InlineData("papierkorb", "Trash", "papierkorb")]
    [InlineData("Éléments envoyés", "Sent", "Éléments envoyés")]
    [InlineData("E\u0301le\u0301ments envoye\u0301s", "Sent", "E\u0301le\u0301ments envoye\u0301s")]
    [InlineData("送信済み", "Sent", "送信済み")]
    [InlineData("Gesendet,Sent Items,Sent", "Sent", "Sent")]
    [InlineData("Lists/Trash,Deep/Papierkorb", "Trash", null)]
    [InlineData("INBOX/Trash", "Trash", "INBOX/Trash")]
    [InlineData("Trashy", "Trash", null)]
    public async Task A_use_that_no_mailbox_has_is_guessed_from_names_at_the_top(string names, string use, string? expected)
    {
        foreach (var name in names.Split(','))
            Server.Mailboxes.GetOrCreate(name);
        foreach (var without in new[] { "METADATA", "SPECIAL-USE" })
        {
            Options.Without(without);
            var session = await ConnectAsync();
            var found = await session.FindSpecialUseAsync(use, Cancel).WaitAsync(Hang);
            Assert.Equal(expected is null ? [] : [expected], found.Select(m => m.Name.Name));
            Assert.All(found, m => Assert.Equal(use, m.GuessedUse));
        }
    }

    [Fact]
    public async Task What_the_server_says_counts_more_than_a_name()
    {
        Server.Mailboxes.GetOrCreate("Waste").SpecialUse = "\\Trash";
        Server.Mailboxes.GetOrCreate("Trash");
        var session = await ConnectAsync();
        var found = Assert.Single(await session.FindSpecialUseAsync("Trash", Cancel).WaitAsync(Hang));
        Assert.Equal("Waste", found.Name.Name);
        Assert.Null(found.GuessedUse);
        var named = (await session.ListAsync("Trash", false, null, Cancel).WaitAsync(Hang)).Single();
        Assert.Null((await session.WithGuessAsync(named, Cancel).WaitAsync(Hang)).SpecialUse);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("LIST-STATUS", 1002)]
    [InlineData("LIST-STATUS LIST-EXTENDED SPECIAL-USE STATUS=SIZE CHILDREN", 1003)]
    public async Task A_thousand_mailboxes_come_with_their_status_by_each_way(string without, int commands)
    {
        for (var i = 0; i < 1000; i++)
            Fill(i % 3, "Box" + i);
        Options.Without(without.Split(' '));
        var session = await ConnectAsync();
        await session.GetHierarchyAsync(Cancel).WaitAsync(Hang);
        Server.Log.Clear();
        var all = await GatherAsync(session.EnumerateAllAsync(new MailboxQuery { Status = Asked, WithSubscriptions = true }, Cancel)).WaitAsync(Hang);
        Assert.Equal(1001, all.Count);
        Assert.All(all.Where(m => !m.Name.IsInbox), m => Assert.Equal(uint.Parse(m.Name.Name[3..]) % 3, m.Status!.Messages));
        Assert.All(all, m => Assert.False(m.IsSubscribed));
        Assert.Equal(commands, Commands.Count);
    }

    [Fact]
    public async Task A_hundred_thousand_mailboxes_come_one_by_one()
    {
        for (var i = 0; i < 100_000; i++)
            Server.Mailboxes.GetOrCreate("Box" + i);
        var session = await ConnectAsync();
        var seen = 0;
        await foreach (var mailbox in session.EnumerateAllAsync(new MailboxQuery(), Cancel))
            seen++;
        Assert.Equal(100_001, seen);
        // And nobody has to wait for all of them.
        await foreach (var mailbox in session.EnumerateAsync(new MailboxQuery(), Cancel))
            break;
        Assert.Equal(0u, (await session.StatusAsync(MailboxName.Inbox, StatusItems.Messages, Cancel).WaitAsync(Hang)).Messages);
    }

    [Fact]
    public async Task Mailboxes_below_and_names_with_wildcards_of_IMAP_are_found_by_patterns()
    {
        foreach (var name in new[] { "100%", "100/x", "A*/b", "A1/b" })
            Server.Mailboxes.GetOrCreate(name);
        var session = await ConnectAsync();
        Assert.True(await session.ExistsAsync(MailboxName.Create("100%"), Cancel).WaitAsync(Hang));
        Assert.False(await session.ExistsAsync(MailboxName.Create("1%"), Cancel).WaitAsync(Hang));
        var below = await GatherAsync(session.EnumerateAsync(new MailboxQuery { Patterns = ["100", "100/*"] }, Cancel)).WaitAsync(Hang);
        Assert.Equal(["100", "100/x"], below.Select(m => m.Name.Name).Order(StringComparer.Ordinal));
    }
}
