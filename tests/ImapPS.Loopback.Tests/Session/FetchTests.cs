using System.Text;

namespace ImapPS.Loopback.Tests.Session;

public class FetchTests : SessionTest
{
    [Fact]
    public async Task Fetches_attributes()
    {
        Add("From: a@x.example\nSubject: s\n\nText\n", "\\Seen", "$Label");
        using var client = await LoginAsync("INBOX");
        Assert.Equal(
            ["* 1 FETCH (FLAGS (\\Seen $Label) INTERNALDATE \" 1-Feb-2026 12:00:00 +0000\" RFC822.SIZE 39)", "OK FETCH completed"],
            await client.CommandAsync("FETCH 1 FAST"));
        Assert.StartsWith("* 1 FETCH (UID 1 FLAGS (\\Seen $Label) INTERNALDATE", (await client.CommandAsync("UID FETCH 1 ALL"))[0]);
        Assert.EndsWith(" BODY (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 6 1))", (await client.CommandAsync("UID FETCH 1 FULL"))[0]);
        Assert.Equal("* 1 FETCH (UID 1)", (await client.CommandAsync("FETCH 1 UID"))[0]);
        Assert.Equal("* 1 FETCH (UID 1 MODSEQ (2))", (await client.CommandAsync("UID FETCH 1 (MODSEQ)"))[0]);

        // A CONDSTORE enabling command was given: from now on MODSEQ goes with FLAGS.
        Assert.Equal("* 1 FETCH (UID 1 FLAGS (\\Seen $Label) MODSEQ (2))", (await client.CommandAsync("UID FETCH 1 (FLAGS)"))[0]);
    }

    [Fact]
    public async Task Fetches_sections()
    {
        Add("Subject: s\nX-A: 1\n\nText\n", "\\Seen");
        using var client = await LoginAsync("INBOX");
        Assert.Equal("* 1 FETCH (BODY[] {27}\r\nSubject: s\r\nX-A: 1\r\n\r\nText\r\n)".Replace("{27}", "{28}"), (await client.CommandAsync("FETCH 1 BODY.PEEK[]"))[0]);
        Assert.Equal("* 1 FETCH (BODY[HEADER.FIELDS (x-a)] {10}\r\nX-A: 1\r\n\r\n BODY[1] {6}\r\nText\r\n)", (await client.CommandAsync("FETCH 1 (BODY.PEEK[HEADER.FIELDS (x-a)] BODY[1])"))[0]);
        Assert.Equal("* 1 FETCH (UID 1 BODY[2] NIL)", (await client.CommandAsync("UID FETCH 1 BODY.PEEK[2]"))[0]);
        Assert.Equal("* 1 FETCH (RFC822.HEADER {22}\r\nSubject: s\r\nX-A: 1\r\n\r\n)", (await client.CommandAsync("FETCH 1 RFC822.HEADER"))[0]);
        Assert.Equal("* 1 FETCH (RFC822.TEXT {6}\r\nText\r\n)", (await client.CommandAsync("FETCH 1 RFC822.TEXT"))[0]);
        Assert.Equal("* 1 FETCH (RFC822 {28}\r\nSubject: s\r\nX-A: 1\r\n\r\nText\r\n)", (await client.CommandAsync("FETCH 1 RFC822"))[0]);
    }

    [Theory]
    [InlineData("<0.4>", "<0> {4}\r\nText")]
    [InlineData("<2.2>", "<2> {2}\r\nxt")]
    [InlineData("<2.1000>", "<2> {4}\r\nxt\r\n")]
    [InlineData("<6.1>", "<6> {0}\r\n")]
    [InlineData("<4294967295.10>", "<4294967295> {0}\r\n")]
    public async Task Fetches_a_part_of_a_section(string range, string expected)
    {
        Add("Subject: s\n\nText\n");
        using var client = await LoginAsync("INBOX");
        Assert.Equal($"* 1 FETCH (BODY[TEXT]{expected})", (await client.CommandAsync($"FETCH 1 BODY.PEEK[TEXT]{range}"))[0]);
    }

    [Fact]
    public async Task Fetches_binary()
    {
        Add("Content-Transfer-Encoding: base64\n\nAEFC\n");
        Add("Content-Transfer-Encoding: x-other\n\nAEFC\n");
        using var client = await LoginAsync("INBOX");
        Assert.Equal("* 1 FETCH (UID 1 BINARY[1] ~{3}\r\n\0AB BINARY.SIZE[1] 3)", (await client.CommandAsync("UID FETCH 1 (BINARY.PEEK[1] BINARY.SIZE[1])"))[0]);
        Assert.Equal(
            ["* 1 FETCH (UID 1 BINARY[1]<1> {2}\r\nAB)", "NO [UNKNOWN-CTE] A transfer encoding isn't known"],
            await client.CommandAsync("UID FETCH 1:2 (BINARY.PEEK[1]<1.5>)"));
    }

    [Fact]
    public async Task Reading_sets_seen_unless_it_peeks()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        await client.CommandAsync("UID FETCH 1 (BODY.PEEK[] RFC822.HEADER ENVELOPE)");
        Assert.Equal("", Inbox.Find(1)!.Flags.ToString());
        Assert.Equal("* 1 FETCH (UID 1 FLAGS (\\Seen) BODY[1] {8}\r\nbody 1\r\n)", (await client.CommandAsync("UID FETCH 1 BODY[1]"))[0]);
        Assert.Equal("\\Seen", Inbox.Find(1)!.Flags.ToString());
        Assert.Equal("* 1 FETCH (UID 1 BODY[1] {8}\r\nbody 1\r\n)", (await client.CommandAsync("UID FETCH 1 BODY[1]"))[0]);
        await client.CommandAsync("EXAMINE INBOX");
        await client.CommandAsync("UID FETCH 2 RFC822");
        Assert.Equal("", Inbox.Find(2)!.Flags.ToString());
    }

    [Theory]
    [InlineData("FETCH 1 UID", "1")]
    [InlineData("FETCH 2:* UID", "4,6,8")]
    [InlineData("FETCH *:3 UID", "6,8")]
    [InlineData("FETCH * UID", "8")]
    [InlineData("FETCH 4,1,1:2 UID", "1,4,8")]
    [InlineData("FETCH 5 UID", "BAD")]
    [InlineData("FETCH 1:5 UID", "BAD")]
    [InlineData("FETCH 5:* UID", "BAD")]
    [InlineData("UID FETCH 1:* UID", "1,4,6,8")]
    [InlineData("UID FETCH 2:3 UID", "")]
    [InlineData("UID FETCH 2:7 UID", "4,6")]
    [InlineData("UID FETCH 9:* UID", "8")]
    [InlineData("UID FETCH * UID", "8")]
    [InlineData("UID FETCH 8,1,3:5 UID", "1,4,8")]
    [InlineData("UID FETCH 9:4294967294 UID", "")]
    public async Task Sets_name_messages(string command, string expected)
    {
        Fill(8);
        Inbox.Expunge(Inbox.Messages.Where(static m => m.Uid is 2 or 3 or 5 or 7));
        using var client = await LoginAsync("INBOX");
        var lines = await client.CommandAsync(command);
        var found = lines[^1].StartsWith("BAD", StringComparison.Ordinal)
            ? "BAD"
            : string.Join(",", lines.SkipLast(1).Select(static l => l[(l.LastIndexOf(' ') + 1)..^1]));
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("FETCH 1:* UID", "OK")]
    [InlineData("FETCH 1 UID", "BAD")]
    [InlineData("UID FETCH 1:* UID", "OK")]
    [InlineData("UID SEARCH 1:*", "OK")]
    public async Task An_empty_mailbox(string command, string expected)
    {
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith(expected, (await client.CommandAsync(command))[^1]);
    }

    [Fact]
    public async Task Changed_since()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        var mark = Inbox.HighestModSeq;
        await client.CommandAsync("UID STORE 2 +FLAGS.SILENT (\\Flagged)");
        Assert.Equal(
            [$"* 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ ({mark + 1}))", "OK UID FETCH completed"],
            await client.CommandAsync($"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {mark})"));
    }

    [Fact]
    public async Task A_large_message_comes_whole()
    {
        var text = "Subject: large\r\n\r\n" + string.Concat(Enumerable.Range(0, 60_000).Select(static i => $"line {i}\r\n"));
        Inbox.Add(Encoding.ASCII.GetBytes(text));
        Fill(1);
        using var client = await LoginAsync("INBOX");
        var lines = await client.CommandAsync("UID FETCH 1:2 (BODY.PEEK[] FLAGS)");
        Assert.Equal($"* 1 FETCH (UID 1 FLAGS () BODY[] {{{text.Length}}}\r\n{text})", lines[0]);
        Assert.Equal(3, lines.Count);
    }
}
