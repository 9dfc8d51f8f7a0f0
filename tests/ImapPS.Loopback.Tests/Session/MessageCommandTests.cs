using System.Text;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Session;

public class MessageCommandTests : SessionTest
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

    [Theory]
    [InlineData("+FLAGS (\\Seen $New)", "\\Seen \\Flagged $Old $New")]
    [InlineData("-FLAGS (\\Flagged $old)", "")]
    [InlineData("FLAGS (\\Draft)", "\\Draft")]
    [InlineData("FLAGS ()", "")]
    [InlineData("+FLAGS \\Seen", "\\Seen \\Flagged $Old")]
    public async Task Stores(string change, string expected)
    {
        Add("S: x\n\n", "\\Flagged", "$Old");
        using var client = await LoginAsync("INBOX");
        Assert.Equal([$"* 1 FETCH (FLAGS ({expected}))", "OK STORE completed"], await client.CommandAsync("STORE 1 " + change));
        Assert.Equal([$"* 1 FETCH (UID 1 FLAGS ({expected}))", "OK UID STORE completed"], await client.CommandAsync("UID STORE 1 " + change));
        Assert.Equal(["OK UID STORE completed"], await client.CommandAsync("UID STORE 1 " + change.Replace("FLAGS", "FLAGS.SILENT")));
        Assert.Equal(["OK UID STORE completed"], await client.CommandAsync("UID STORE 99 " + change));
        Assert.StartsWith("BAD", (await client.CommandAsync("STORE 99 " + change))[0]);
    }

    [Fact]
    public async Task Stores_unless_changed()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        var mark = Inbox.HighestModSeq;
        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.Parse("\\Answered"));
        Assert.Equal(
            [
                $"* 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ ({mark + 2}))", $"* 3 FETCH (UID 3 FLAGS (\\Seen) MODSEQ ({mark + 3}))",
                $"* 2 FETCH (UID 2 FLAGS (\\Answered) MODSEQ ({mark + 1}))", "OK [MODIFIED 2] Some messages had changed",
            ],
            await client.CommandAsync($"UID STORE 1:3 (UNCHANGEDSINCE {mark}) +FLAGS (\\Seen)"));
        Assert.Equal(
            [$"* 1 FETCH (MODSEQ ({mark + 4}))", $"* 2 FETCH (MODSEQ ({mark + 5}))", "OK [MODIFIED 3] Some messages had changed"],
            await client.CommandAsync($"STORE 1:3 (UNCHANGEDSINCE {mark + 2}) +FLAGS.SILENT (\\Draft)"));
    }

    [Fact]
    public async Task Copies()
    {
        Fill(3);
        Inbox.SetFlags(Inbox.Find(3)!, MessageFlags.Parse("\\Seen", "$Label"));
        var target = Server.Mailboxes.GetOrCreate("Target");
        target.SkipToUid(10);
        using var client = await LoginAsync("INBOX");
        Assert.Equal([$"OK [COPYUID {target.UidValidity} 1,3 10:11] UID COPY completed"], await client.CommandAsync("UID COPY 1,3,7 Target"));
        Assert.Equal([$"OK [COPYUID {target.UidValidity} 2 12] COPY completed"], await client.CommandAsync("COPY 2 Target"));
        Assert.Equal(["OK UID COPY completed"], await client.CommandAsync("UID COPY 7 Target"));
        Assert.StartsWith("NO [TRYCREATE]", (await client.CommandAsync("UID COPY 1 None"))[0]);
        Assert.StartsWith("BAD", (await client.CommandAsync("COPY 7 Target"))[0]);
        Assert.Equal(3, Inbox.Count);
        Assert.Equal("\\Seen $Label", target.Find(11)!.Flags.ToString());
        Assert.Equal(Inbox.Find(3)!.InternalDate, target.Find(11)!.InternalDate);
        Assert.Equal(Inbox.Find(3)!.GetBytes(), target.Find(11)!.GetBytes());
    }

    [Fact]
    public async Task Moves()
    {
        Fill(4);
        var target = Server.Mailboxes.GetOrCreate("Target");
        using var client = await LoginAsync("INBOX");
        Assert.Equal(
            [$"* OK [COPYUID {target.UidValidity} 1,3 1:2] Moved", "* 3 EXPUNGE", "* 1 EXPUNGE", "OK UID MOVE completed"],
            await client.CommandAsync("UID MOVE 1,3 Target"));
        Assert.Equal(
            [$"* OK [COPYUID {target.UidValidity} 2 3] Moved", "* 1 EXPUNGE", "OK MOVE completed"],
            await client.CommandAsync("MOVE 1 Target"));
        Assert.StartsWith("NO [TRYCREATE]", (await client.CommandAsync("UID MOVE 4 None"))[0]);
        Assert.Equal(["OK UID MOVE completed"], await client.CommandAsync("UID MOVE 99 Target"));
        Assert.Equal([4u], Inbox.Messages.Select(static m => m.Uid));
        Assert.Equal(3, target.Count);
    }

    [Fact]
    public async Task Expunges()
    {
        Fill(6);
        foreach (var uid in new uint[] { 1, 2, 4, 5 })
            Inbox.SetFlags(Inbox.Find(uid)!, MessageFlags.Parse("\\Deleted"));
        using var client = await LoginAsync("INBOX");
        Assert.Equal(["* 4 EXPUNGE", "* 2 EXPUNGE", "OK UID EXPUNGE completed"], await client.CommandAsync("UID EXPUNGE 2:4"));
        Assert.Equal(["* 3 EXPUNGE", "* 1 EXPUNGE", "OK EXPUNGE completed"], await client.CommandAsync("EXPUNGE"));
        Assert.Equal([3u, 6u], Inbox.Messages.Select(static m => m.Uid));
        Assert.Equal("* 2 FETCH (UID 6)", (await client.CommandAsync("UID FETCH 6 UID"))[0]);
    }

    [Fact]
    public async Task Close_expunges_silently_and_examine_does_not()
    {
        Fill(2);
        Inbox.SetFlags(Inbox.Find(1)!, MessageFlags.Parse("\\Deleted"));
        using var client = await LoginAsync();
        await client.CommandAsync("EXAMINE INBOX");
        Assert.Equal(["OK CLOSE completed"], await client.CommandAsync("CLOSE"));
        Assert.Equal(2, Inbox.Count);
        await client.CommandAsync("SELECT INBOX");
        Assert.Equal(["OK CHECK completed"], await client.CommandAsync("CHECK"));
        Assert.Equal(["OK CLOSE completed"], await client.CommandAsync("CLOSE"));
        Assert.Equal(1, Inbox.Count);
    }

    [Fact]
    public async Task Appends()
    {
        using var client = await LoginAsync("INBOX");
        await client.SendAsync("a APPEND INBOX (\\Seen $Label) \" 3-Mar-2026 04:05:06 +0700\" {11}\r\n");
        Assert.Equal("+ OK", await client.ReadLineAsync());
        await client.SendAsync("S: x\r\n\r\nhey\r\n");
        Assert.Equal(["* 1 EXISTS", $"OK [APPENDUID {Inbox.UidValidity} 1] APPEND completed"], await client.ReadToAsync("a"));
        var message = Inbox.Find(1)!;
        Assert.Equal("\\Seen $Label", message.Flags.ToString());
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 4, 5, 6, TimeSpan.FromHours(7)), message.InternalDate);
        Assert.Equal("S: x\r\n\r\nhey", Encoding.ASCII.GetString(message.GetBytes()));
        Assert.StartsWith("NO [TRYCREATE]", (await client.CommandAsync("APPEND None {1+}\r\nx"))[0]);
    }

    [Fact]
    public async Task Appends_what_is_larger_than_any_buffer()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"line {i}\r\n"));
        using var client = await LoginAsync();
        Assert.StartsWith("OK [APPENDUID", (await client.CommandAsync($"APPEND INBOX {{{text.Length}+}}\r\n{text}"))[^1]);
        Assert.Equal(text, Encoding.ASCII.GetString(Inbox.Find(1)!.GetBytes()));
    }

    [Fact]
    public async Task A_message_that_is_too_large()
    {
        Options.MaxMessageSize = 100;
        using var client = await LoginAsync();
        Assert.Equal(["NO [TOOBIG] The literal is too large"], await client.CommandAsync("APPEND INBOX {101}"));
        Assert.StartsWith("OK", (await client.CommandAsync("APPEND INBOX {100+}\r\n" + new string('x', 100)))[^1]);
        await client.SendAsync("b APPEND INBOX {70000+}\r\n");
        Assert.StartsWith("* BYE", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Pipelined_commands_are_answered_in_order()
    {
        Fill(2);
        using var client = await LoginAsync("INBOX");
        await client.SendAsync("a NOOP\r\nb UID FETCH 1 UID\r\nc LIST \"\" {1+}\r\n*\r\nd UID SEARCH ALL\r\ne NOOP\r\n");
        Assert.Equal(["OK NOOP completed"], await client.ReadToAsync("a"));
        Assert.Equal(["* 1 FETCH (UID 1)", "OK UID FETCH completed"], await client.ReadToAsync("b"));
        Assert.Equal(2, (await client.ReadToAsync("c")).Count);
        Assert.Equal(["* SEARCH 1 2", "OK UID SEARCH completed"], await client.ReadToAsync("d"));
        Assert.Equal(["OK NOOP completed"], await client.ReadToAsync("e"));
    }

    [Theory]
    [InlineData("\r\n", "* BAD")]
    [InlineData("x\r\n", "x BAD")]
    [InlineData("x \r\n", "x BAD")]
    [InlineData("+ NOOP\r\n", "* BAD")]
    [InlineData("x UID\r\n", "x BAD")]
    [InlineData("x UID NOOP\r\n", "x BAD")]
    [InlineData("x NOOP more\r\n", "x BAD")]
    [InlineData("x UID FETCH 0 UID\r\n", "x BAD")]
    [InlineData("x UID FETCH 1 (BODY[0])\r\n", "x BAD")]
    [InlineData("x UID SEARCH CHARSET X-NONE SUBJECT x\r\n", "x NO [BADCHARSET (")]
    public async Task Bad_commands_cost_themselves_only(string line, string expected)
    {
        using var client = await LoginAsync("INBOX");
        await client.SendAsync(line);
        Assert.StartsWith(expected, await client.ReadLineAsync());
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Fact]
    public async Task A_line_without_end_breaks_the_connection()
    {
        using var client = await LoginAsync();
        await client.SendAsync("x " + new string('x', 1024 * 1024));
        Assert.StartsWith("* BYE", await client.ReadLineAsync());
        Assert.Null(await client.ReadLineAsync());
    }
}
