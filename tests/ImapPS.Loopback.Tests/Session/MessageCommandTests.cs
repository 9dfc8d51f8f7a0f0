using System.Text;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Session;

public class MessageCommandTests : SessionTest
{
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
