using ImapPS.Loopback.Store;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Session;

/// <summary>A client hears of mailboxes that it asked for, with no command under way (RFC 5465).</summary>
public class NotifyTests : SessionTest
{
    private const string All = "(MessageNew MessageExpunge FlagChange)";

    public NotifyTests() => Options.With("NOTIFY").Without("CONDSTORE");

    private LoopbackMailbox Work => Server.Mailboxes.GetOrCreate("Work");

    private static string Status(LoopbackMailbox mailbox) =>
        $"* STATUS \"{mailbox.Name}\" (MESSAGES {mailbox.Count} UIDNEXT {mailbox.UidNext} UIDVALIDITY {mailbox.UidValidity} UNSEEN {mailbox.Messages.Count(m => !m.Flags.Has(SystemFlags.Seen))})";

    private static async Task OkAsync(RawClient client, string command) => Assert.StartsWith("OK", (await client.CommandAsync(command))[^1]);

    [Fact]
    public async Task Other_mailboxes_are_told_of_by_status()
    {
        Work.Add("S: x\n\n");
        using var client = await LoginAsync("INBOX");
        await OkAsync(client, $"NOTIFY SET (selected {All}) (mailboxes (Work) {All})");
        Work.Add("S: y\n\n");
        Assert.Equal(Status(Work), await client.ReadLineAsync());
        Work.SetFlags(Work.Find(1)!, MessageFlags.Create(SystemFlags.Seen));
        Assert.Equal(Status(Work), await client.ReadLineAsync());
        Work.Expunge([Work.Find(1)!]);
        Assert.Equal(Status(Work), await client.ReadLineAsync());
        // Nobody asked for this one.
        Server.Mailboxes.GetOrCreate("Else").Add("S: z\n\n");
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Fact]
    public async Task The_selected_mailbox_is_told_of_at_once()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        await OkAsync(client, $"NOTIFY SET (selected (MessageNew (UID FLAGS) MessageExpunge FlagChange))");
        Inbox.Add("S: x\n\n");
        Assert.Equal("* 4 EXISTS", await client.ReadLineAsync());
        Assert.Equal("* 4 FETCH (UID 4 FLAGS ())", await client.ReadLineAsync());
        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.Create(SystemFlags.Seen));
        Assert.Equal("* 2 FETCH (UID 2 FLAGS (\\Seen))", await client.ReadLineAsync());
        Inbox.Expunge([Inbox.Find(1)!]);
        Assert.Equal("* 1 EXPUNGE", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Removals_wait_for_a_command_where_that_is_asked_for()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        await OkAsync(client, $"NOTIFY SET (selected-delayed (MessageNew MessageExpunge))");
        Inbox.Expunge([Inbox.Find(1)!]);
        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.Create(SystemFlags.Seen));
        Inbox.Add("S: x\n\n");
        Assert.EndsWith("EXISTS", await client.ReadLineAsync());
        var lines = await client.CommandAsync("NOOP");
        Assert.Contains("* 1 EXPUNGE", lines);
        Assert.Contains("* 1 FETCH (UID 2 FLAGS (\\Seen))", lines);
    }

    [Theory]
    [InlineData("personal", "Work Lists Lists/a INBOX")]
    [InlineData("inboxes", "INBOX")]
    [InlineData("subscribed", "Lists/a")]
    [InlineData("subtree Lists", "Lists Lists/a")]
    [InlineData("subtree (Work Lists/a)", "Work Lists/a")]
    [InlineData("mailboxes Lists", "Lists")]
    public async Task Each_filter_means_its_mailboxes(string filter, string expected)
    {
        var names = new[] { "Work", "Lists", "Lists/a", "INBOX" };
        foreach (var name in names)
            Server.Mailboxes.GetOrCreate(name);
        Server.Mailboxes.Subscribe(MailboxName.Create("Lists/a"));
        using var client = await LoginAsync();
        await OkAsync(client, $"NOTIFY SET ({filter} {All})");
        foreach (var name in names.Intersect(expected.Split(' ')))
        {
            Server.Mailboxes[name].Add("S: x\n\n");
            Assert.Equal(Status(Server.Mailboxes[name]), await client.ReadLineAsync());
        }

        foreach (var name in names.Except(expected.Split(' ')))
            Server.Mailboxes[name].Add("S: x\n\n");
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Fact]
    public async Task The_first_group_counts_and_NONE_keeps_quiet()
    {
        var quiet = Server.Mailboxes.GetOrCreate("Quiet");
        using var client = await LoginAsync();
        await OkAsync(client, $"NOTIFY SET (mailboxes Quiet NONE) (personal {All})");
        quiet.Add("S: x\n\n");
        Work.Add("S: x\n\n");
        Assert.Equal(Status(Work), await client.ReadLineAsync());
    }

    [Fact]
    public async Task It_begins_with_what_is_the_case_if_asked()
    {
        Work.Add("S: x\n\n");
        using var client = await LoginAsync("INBOX");
        Assert.Equal([Status(Work), "OK NOTIFY completed"], await client.CommandAsync($"NOTIFY SET STATUS (selected {All}) (personal {All})"));
    }

    [Fact]
    public async Task Mailboxes_that_come_go_and_change_names_are_told_of()
    {
        using var client = await LoginAsync();
        await OkAsync(client, "NOTIFY SET (personal (MailboxName))");
        Server.Mailboxes.GetOrCreate("New");
        Assert.Equal("* LIST () \"/\" \"New\"", await client.ReadLineAsync());
        Server.Mailboxes.Rename(MailboxName.Create("New"), MailboxName.Create("Newer"));
        Assert.Equal("* LIST () \"/\" \"Newer\" (\"OLDNAME\" (\"New\"))", await client.ReadLineAsync());
        Server.Mailboxes.Delete(MailboxName.Create("Newer"));
        Assert.Equal("* LIST (\\NonExistent) \"/\" \"Newer\"", await client.ReadLineAsync());
    }

    [Fact]
    public async Task What_is_too_much_is_said_once_and_ends_it()
    {
        Options.MaxNotifications = 0;
        using var client = await LoginAsync("INBOX");
        await OkAsync(client, $"NOTIFY SET (selected {All}) (mailboxes Work {All})");
        Work.Add("S: x\n\n");
        Assert.StartsWith("* OK [NOTIFICATIONOVERFLOW]", await client.ReadLineAsync());
        Work.Add("S: x\n\n");
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Fact]
    public async Task It_goes_on_in_IDLE_and_beside_literals_until_NONE()
    {
        using var client = await LoginAsync("INBOX");
        await OkAsync(client, $"NOTIFY SET (selected {All}) (mailboxes Work {All})");
        await client.SendAsync("i IDLE\r\n");
        Assert.Equal("+ idling", await client.ReadLineAsync());
        Work.Add("S: x\n\n");
        Assert.Equal(Status(Work), await client.ReadLineAsync());
        await client.SendAsync("DONE\r\n");
        Assert.Equal(["OK IDLE completed"], await client.ReadToAsync("i"));
        await client.SendAsync("a APPEND Work {3}\r\n");
        Assert.Equal("+ OK", await client.ReadLineAsync());
        await client.SendAsync("x\r\n\r\n");
        var lines = await client.ReadToAsync("a");
        Assert.Equal(Status(Work), lines[0]);
        await OkAsync(client, "NOTIFY NONE");
        Work.Add("S: x\n\n");
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Fact]
    public async Task What_can_not_be_told_is_refused_with_what_can()
    {
        using var client = await LoginAsync();
        Assert.Equal(["NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName)] Some of that can't be told"], await client.CommandAsync("NOTIFY SET (personal (SubscriptionChange))"));
        Options.Without("NOTIFY");
        Assert.StartsWith("BAD", (await client.CommandAsync("NOTIFY NONE"))[^1]);
    }
}
