namespace ImapPS.Loopback.Tests.Session;

public class MailboxCommandTests : SessionTest
{
    [Fact]
    public async Task Connection_commands()
    {
        using var client = await LoginAsync();
        Assert.Equal(["* NAMESPACE ((\"\" \"/\")) NIL NIL", "OK NAMESPACE completed"], await client.CommandAsync("NAMESPACE"));
        Assert.StartsWith("* ID (\"name\" \"ImapPS test server\" \"version\" ", (await client.CommandAsync("ID (\"name\" \"x\")"))[0]);
        Assert.Equal(["* ENABLED CONDSTORE", "OK ENABLE completed"], await client.CommandAsync("ENABLE CONDSTORE X-NONE"));
        Assert.Equal(["* ENABLED", "OK ENABLE completed"], await client.CommandAsync("ENABLE CONDSTORE"));
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
        Assert.Equal(["* BYE Logging out", "OK LOGOUT completed"], await client.CommandAsync("LOGOUT"));
        Assert.Null(await client.ReadLineAsync());
    }

    [Theory]
    [InlineData("CREATE New", "OK CREATE completed", "INBOX,New")]
    [InlineData("CREATE New/Deep/Er/", "OK CREATE completed", "INBOX,New,New/Deep,New/Deep/Er")]
    [InlineData("CREATE inbox", "NO [ALREADYEXISTS]", "INBOX")]
    [InlineData("CREATE a//b", "NO [CANNOT]", "INBOX")]
    [InlineData("CREATE /", "NO [CANNOT]", "INBOX")]
    [InlineData("CREATE \"Entw&APw-rfe\"", "OK CREATE completed", "INBOX,Entw\u00fcrfe")]
    [InlineData("CREATE \"bad&utf7\"", "NO [CANNOT]", "INBOX")]
    [InlineData("DELETE INBOX", "NO [CANNOT]", "INBOX")]
    [InlineData("DELETE None", "NO [NONEXISTENT]", "INBOX")]
    [InlineData("RENAME None Other", "NO [NONEXISTENT]", "INBOX")]
    [InlineData("RENAME INBOX Old", "OK RENAME completed", "INBOX,Old")]
    [InlineData("SUBSCRIBE None", "NO [NONEXISTENT]", "INBOX")]
    [InlineData("UNSUBSCRIBE None", "OK UNSUBSCRIBE completed", "INBOX")]
    public async Task Changes_mailboxes(string command, string answer, string names)
    {
        using var client = await LoginAsync();
        Assert.StartsWith(answer, (await client.CommandAsync(command))[^1]);
        Assert.Equal(names, string.Join(",", Server.Mailboxes.Mailboxes.Select(static m => m.Name)));
    }

    [Fact]
    public async Task Special_uses_are_given_when_a_mailbox_is_made_and_later()
    {
        using var client = await LoginAsync();
        Assert.Equal(["OK CREATE completed"], await client.CommandAsync("CREATE Waste (USE (\\Trash))"));
        Assert.Equal(["OK CREATE completed"], await client.CommandAsync("CREATE Plain (USE ())"));
        foreach (var (name, use) in new[] { ("Other", "\\Trash"), ("Every", "\\All"), ("Two", "\\Sent \\Junk"), ("Odd", "\\X-Odd") })
            Assert.Equal(["NO [USEATTR] The mailbox can't have that special use"], await client.CommandAsync($"CREATE {name} (USE ({use}))"));
        Assert.StartsWith("BAD", (await client.CommandAsync("CREATE Bad (USE (Trash))"))[0]);
        Assert.StartsWith("BAD", (await client.CommandAsync("CREATE Bad (SIZE 5)"))[0]);
        Assert.Contains("* LIST (\\HasNoChildren \\Trash) \"/\" \"Waste\"", await client.CommandAsync("LIST (SPECIAL-USE) \"\" * RETURN (SPECIAL-USE)"));
        Assert.Equal(["* METADATA \"Waste\" (\"/private/specialuse\" \"\\\\Trash\" \"/shared/comment\" NIL)", "OK GETMETADATA completed"], await client.CommandAsync("GETMETADATA Waste (/private/specialuse /shared/comment)"));
        Assert.StartsWith("NO [USEATTR]", (await client.CommandAsync("SETMETADATA Plain (/shared/comment \"x\" /private/specialuse \"\\\\Trash\")"))[0]);
        Assert.Equal(["* METADATA \"Plain\" (\"/shared/comment\" NIL)", "OK GETMETADATA completed"], await client.CommandAsync("GETMETADATA Plain /shared/comment"));
        Assert.Equal(["OK SETMETADATA completed"], await client.CommandAsync("SETMETADATA Waste (/private/specialuse NIL /shared/comment \"x\")"));
        Assert.Equal(["OK SETMETADATA completed"], await client.CommandAsync("SETMETADATA Plain (/private/specialuse \"\\\\Trash\")"));
        Assert.Equal("\\Trash", Server.Mailboxes["Plain"].SpecialUse);
        Assert.Equal("x", Server.Mailboxes["Waste"].Metadata["/shared/comment"]);
        Assert.Equal(["OK SETMETADATA completed"], await client.CommandAsync("SETMETADATA Waste (/shared/comment NIL)"));
        Assert.Empty(Server.Mailboxes["Waste"].Metadata);
        Assert.StartsWith("NO [NONEXISTENT]", (await client.CommandAsync("SETMETADATA \"\" (/shared/comment \"x\")"))[0]);
        Assert.StartsWith("NO [NONEXISTENT]", (await client.CommandAsync("GETMETADATA None /shared/comment"))[0]);
        Assert.Equal(["Waste", "Plain"], Server.Mailboxes.Mailboxes.Where(static m => !m.MailboxName.IsInbox).Select(static m => m.Name).Reverse());
    }

    [Theory]
    [InlineData("CREATE New (USE (\\Sent))", "CREATE-SPECIAL-USE")]
    [InlineData("GETMETADATA INBOX /shared/comment", "METADATA")]
    [InlineData("SETMETADATA INBOX (/shared/comment NIL)", "METADATA")]
    public async Task Special_uses_and_metadata_can_be_switched_off(string command, string capability)
    {
        Options.Without(capability);
        using var client = await LoginAsync();
        Assert.StartsWith("BAD", (await client.CommandAsync(command))[0]);
        Assert.Equal(["INBOX"], Server.Mailboxes.Mailboxes.Select(static m => m.Name));
    }

    [Fact]
    public async Task Deletes_and_renames()
    {
        foreach (var name in new[] { "A/B/C", "D" })
            Server.Mailboxes.GetOrCreate(name);
        Server.Mailboxes["A/B/C"].Add("S: x\n\n");
        using var client = await LoginAsync();
        Assert.StartsWith("NO [ALREADYEXISTS]", (await client.CommandAsync("RENAME D A"))[0]);
        Assert.StartsWith("NO [CANNOT]", (await client.CommandAsync("RENAME A A/B/X"))[0]);
        Assert.Equal(["OK RENAME completed"], await client.CommandAsync("RENAME A/B Z/Y"));
        Assert.Equal(["INBOX", "A", "D", "Z", "Z/Y", "Z/Y/C"], Server.Mailboxes.Mailboxes.Select(static m => m.Name));
        Assert.Single(Server.Mailboxes["Z/Y/C"].Messages);

        // One with others below it stays as their place.
        Assert.Equal(["OK DELETE completed"], await client.CommandAsync("DELETE Z/Y"));
        Assert.StartsWith("NO [HASCHILDREN]", (await client.CommandAsync("DELETE Z/Y"))[0]);
        Assert.StartsWith("NO [CANNOT]", (await client.CommandAsync("SELECT Z/Y"))[0]);
        Assert.StartsWith("NO [NONEXISTENT]", (await client.CommandAsync("STATUS Z/Y (MESSAGES)"))[0]);
        Assert.Contains("* LIST (\\Noselect \\HasChildren) \"/\" \"Z/Y\"", await client.CommandAsync("LIST \"\" *"));
        Assert.Equal(["OK CREATE completed"], await client.CommandAsync("CREATE Z/Y"));
        Assert.StartsWith("OK", (await client.CommandAsync("SELECT Z/Y"))[^1]);
    }

    [Fact]
    public async Task A_mailbox_made_anew_has_another_uidvalidity()
    {
        var before = Server.Mailboxes.GetOrCreate("A").UidValidity;
        using var client = await LoginAsync();
        await client.CommandAsync("DELETE A");
        await client.CommandAsync("CREATE A");
        Assert.True(Server.Mailboxes["A"].UidValidity > before);
    }

    [Fact]
    public async Task Renaming_inbox_moves_its_messages()
    {
        Fill(2);
        using var client = await LoginAsync();
        await client.CommandAsync("RENAME INBOX Old");
        Assert.Equal(0, Inbox.Count);
        Assert.Equal(2, Server.Mailboxes["Old"].Count);
    }

    [Theory]
    [InlineData("LIST \"\" *", "INBOX,Archive,Archive/2025,Archive/2025/Q1,Drafts")]
    [InlineData("LIST \"\" %", "INBOX,Archive,Drafts")]
    [InlineData("LIST \"\" %/%", "Archive/2025")]
    [InlineData("LIST Archive/ *", "Archive/2025,Archive/2025/Q1")]
    [InlineData("LIST Archive/ %", "Archive/2025")]
    [InlineData("LIST \"\" inbox", "INBOX")]
    [InlineData("LIST \"\" In*", "")]
    [InlineData("LIST \"\" *5*", "Archive/2025,Archive/2025/Q1")]
    [InlineData("LIST \"\" A*1", "Archive/2025/Q1")]
    [InlineData("LIST \"\" (INBOX D*)", "INBOX,Drafts")]
    [InlineData("LIST \"\" None", "")]
    [InlineData("LIST (SPECIAL-USE) \"\" *", "Drafts")]
    [InlineData("LIST (SUBSCRIBED) \"\" *", "Archive/2025/Q1,Gone")]
    public async Task Lists(string command, string expected)
    {
        Server.Mailboxes.GetOrCreate("Archive/2025/Q1");
        Server.Mailboxes.GetOrCreate("Drafts").SpecialUse = "\\Drafts";
        Server.Mailboxes.Subscribe(Server.Mailboxes["Archive/2025/Q1"].MailboxName);
        Server.Mailboxes.Subscribe(Protocol.Values.MailboxName.Create("Gone"));
        using var client = await LoginAsync();
        var lines = await client.CommandAsync(command);
        Assert.Equal("OK LIST completed", lines[^1]);
        Assert.Equal(expected, string.Join(",", lines.SkipLast(1).Select(static l => l[(l.LastIndexOf(' ') + 1)..].Trim('"'))));
    }

    [Fact]
    public async Task Lists_with_attributes()
    {
        Server.Mailboxes.GetOrCreate("Archive/2025").Add("S: x\n\n");
        Server.Mailboxes["Archive"].SpecialUse = "\\Archive";
        Server.Mailboxes.Subscribe(Server.Mailboxes["Archive/2025"].MailboxName);
        using var client = await LoginAsync();
        Assert.Equal(
            ["* LIST (\\HasNoChildren) \"/\" \"INBOX\"", "* LIST (\\HasChildren \\Archive) \"/\" \"Archive\"", "* LIST (\\HasNoChildren) \"/\" \"Archive/2025\"", "OK LIST completed"],
            await client.CommandAsync("LIST \"\" *"));
        Assert.Equal(
            ["* LIST (\\HasChildren \\Archive) \"/\" \"Archive\" (\"CHILDINFO\" (\"SUBSCRIBED\"))", "OK LIST completed"],
            await client.CommandAsync("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %"));
        Assert.Equal(
            ["* LIST (\\HasNoChildren \\Subscribed) \"/\" \"Archive/2025\"", "* STATUS \"Archive/2025\" (MESSAGES 1 UNSEEN 1)", "OK LIST completed"],
            await client.CommandAsync("LIST (SUBSCRIBED) \"\" * RETURN (STATUS (MESSAGES UNSEEN))"));
        Assert.Equal(["* LIST (\\Noselect) \"/\" \"\"", "OK LIST completed"], await client.CommandAsync("LIST \"\" \"\""));
    }

    [Fact]
    public async Task Lsub()
    {
        Server.Mailboxes.GetOrCreate("Archive/2025");
        using var client = await LoginAsync();
        await client.CommandAsync("SUBSCRIBE Archive/2025");
        Assert.Equal(["* LSUB () \"/\" \"Archive/2025\"", "OK LSUB completed"], await client.CommandAsync("LSUB \"\" *"));
        Assert.Equal(["* LSUB (\\Noselect) \"/\" \"Archive\"", "OK LSUB completed"], await client.CommandAsync("LSUB \"\" %"));
        await client.CommandAsync("UNSUBSCRIBE Archive/2025");
        Assert.Equal(["OK LSUB completed"], await client.CommandAsync("LSUB \"\" *"));
    }

    [Fact]
    public async Task Another_delimiter()
    {
        var store = new Store.LoopbackStore('.');
        store.GetOrCreate("A.B");
        Options.Users.Add(new LoopbackUser("user", "password", store));
        using var client = await LoginAsync();
        Assert.Contains("* LIST (\\HasNoChildren) \".\" \"A.B\"", await client.CommandAsync("LIST \"\" *"));
        Assert.Contains("* NAMESPACE ((\"\" \".\")) NIL NIL", await client.CommandAsync("NAMESPACE"));
    }

    [Fact]
    public async Task Names_in_utf8_once_enabled()
    {
        Options.With("UTF8=ACCEPT");
        Server.Mailboxes.GetOrCreate("Entw\u00fcrfe");
        using var client = await LoginAsync();
        Assert.Contains("* LIST (\\HasNoChildren) \"/\" \"Entw&APw-rfe\"", await client.CommandAsync("LIST \"\" *"));
        Assert.Equal(["* ENABLED UTF8=ACCEPT", "OK ENABLE completed"], await client.CommandAsync("ENABLE UTF8=ACCEPT"));
        Assert.Contains("* LIST (\\HasNoChildren) \"/\" \"Entw\u00c3\u00bcrfe\"", await client.CommandAsync("LIST \"\" *"));
        Assert.StartsWith("OK", (await client.CommandAsync("SELECT \"Entw\u00c3\u00bcrfe\""))[^1]);
    }

    [Fact]
    public async Task Status()
    {
        Fill(3);
        Inbox.SetFlags(Inbox.Messages[0], Protocol.Values.MessageFlags.Parse("\\Seen", "\\Deleted"));
        using var client = await LoginAsync();
        var size = Inbox.Messages.Sum(static m => m.GetBytes().Length);
        Assert.Equal(
            [$"* STATUS \"INBOX\" (MESSAGES 3 RECENT 0 UIDNEXT 4 UIDVALIDITY {Inbox.UidValidity} UNSEEN 2 DELETED 1 SIZE {size} HIGHESTMODSEQ {Inbox.HighestModSeq})", "OK STATUS completed"],
            await client.CommandAsync("STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ)"));
        Assert.StartsWith("NO [NONEXISTENT]", (await client.CommandAsync("STATUS None (MESSAGES)"))[0]);
    }

    [Fact]
    public async Task Select_examine_and_leaving()
    {
        Fill(3);
        Inbox.SetFlags(Inbox.Messages[0], Protocol.Values.MessageFlags.Parse("\\Seen", "$Label1"));
        using var client = await LoginAsync();
        string[] head = ["* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $Label1)"];
        string[] rest =
        [
            "* 3 EXISTS", "* 0 RECENT", "* OK [UNSEEN 2] First unseen", $"* OK [UIDVALIDITY {Inbox.UidValidity}] UIDs valid",
            "* OK [UIDNEXT 4] Predicted next UID", $"* OK [HIGHESTMODSEQ {Inbox.HighestModSeq}] Highest",
        ];
        Assert.Equal(
            [.. head, "* OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft \\* $Label1)] Any flag can be set", .. rest, "OK [READ-WRITE] SELECT completed"],
            await client.CommandAsync("SELECT INBOX"));
        Assert.Equal(
            ["* OK [CLOSED] Previous mailbox closed", .. head, "* OK [PERMANENTFLAGS ()] No flags can be changed", .. rest, "OK [READ-ONLY] EXAMINE completed"],
            await client.CommandAsync("EXAMINE INBOX"));
        Assert.Equal(["OK UNSELECT completed"], await client.CommandAsync("UNSELECT"));
        Assert.StartsWith("BAD", (await client.CommandAsync("UID FETCH 1 FLAGS"))[0]);
        Assert.StartsWith("NO [NONEXISTENT]", (await client.CommandAsync("SELECT None"))[0]);
    }

    [Fact]
    public async Task A_failed_select_leaves_no_mailbox_selected()
    {
        using var client = await LoginAsync("INBOX");
        await client.CommandAsync("SELECT None");
        Assert.StartsWith("BAD", (await client.CommandAsync("CHECK"))[0]);
    }

    [Fact]
    public async Task A_mailbox_for_reading_only()
    {
        Fill(1);
        Server.Mailboxes.GetOrCreate("Shared").IsReadOnly = true;
        Server.Mailboxes["Shared"].Add("S: x\n\n");
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith("NO [NOPERM]", (await client.CommandAsync("UID COPY 1 Shared"))[^1]);
        Assert.StartsWith("NO [NOPERM]", (await client.CommandAsync("APPEND Shared {1+}\r\nx"))[^1]);
        Assert.StartsWith("NO [NOPERM]", (await client.CommandAsync("DELETE Shared"))[^1]);
        Assert.StartsWith("NO [NOPERM]", (await client.CommandAsync("RENAME Shared Other"))[^1]);
        Assert.Equal("OK [READ-ONLY] SELECT completed", (await client.CommandAsync("SELECT Shared"))[^1]);
        Assert.StartsWith("NO", (await client.CommandAsync("UID STORE 1 +FLAGS (\\Seen)"))[^1]);
        Assert.StartsWith("NO", (await client.CommandAsync("EXPUNGE"))[^1]);
        Assert.StartsWith("NO", (await client.CommandAsync("UID MOVE 1 INBOX"))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("UID COPY 1 INBOX"))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("CLOSE"))[^1]);
    }
}
