using ImapPS.Loopback.Store;

namespace ImapPS.Loopback.Tests.Session;

/// <summary>IMAP4rev2 (RFC 9051), UTF8=ACCEPT (RFC 6855), and what goes with messages that are added.</summary>
public class Rev2Tests : SessionTest
{
    private const string Umlaut = "\u00c3\u00bc";

    [Fact]
    public async Task Rev2_beside_rev1_is_in_force_once_enabled()
    {
        Options.With("IMAP4rev2");
        Fill(2);
        Server.Mailboxes.GetOrCreate("Entwürfe");
        using var client = await LoginAsync();
        Assert.Contains("* 0 RECENT", await client.CommandAsync("SELECT INBOX"));
        Assert.Equal(["* SEARCH 1 2", "OK UID SEARCH completed"], await client.CommandAsync("UID SEARCH ALL"));
        Assert.Equal(["* ENABLED IMAP4rev2", "OK ENABLE completed"], await client.CommandAsync("ENABLE IMAP4rev2"));
        var selected = await client.CommandAsync("SELECT INBOX");
        Assert.StartsWith("* OK [CLOSED]", selected[0]);
        Assert.Contains("* LIST () \"/\" \"INBOX\"", selected);
        Assert.DoesNotContain(selected, static l => l.Contains("RECENT", StringComparison.Ordinal) || l.Contains("UNSEEN", StringComparison.Ordinal));
        Assert.Equal(["* ESEARCH (TAG \"t6\") UID ALL 1:2", "OK UID SEARCH completed"], await client.CommandAsync("UID SEARCH ALL"));
        Assert.Contains($"* LIST (\\HasNoChildren) \"/\" \"Entw{Umlaut}rfe\"", await client.CommandAsync("LIST \"\" *"));
        Assert.StartsWith("OK", (await client.CommandAsync($"SELECT \"Entw{Umlaut}rfe\""))[^1]);
    }

    [Fact]
    public async Task Rev2_alone_is_in_force_from_the_start_and_includes_what_it_does()
    {
        Options.Capabilities.Clear();
        Options.With("IMAP4rev2");
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Assert.Equal(["* ESEARCH (TAG \"t3\") UID COUNT 1", "OK UID SEARCH completed"], await client.CommandAsync("UID SEARCH RETURN (COUNT) ALL"));
        Assert.StartsWith("OK [APPENDUID", (await client.CommandAsync("APPEND INBOX {1+}\r\nx"))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("UID FETCH 1 (BINARY.PEEK[1])"))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("UID MOVE 1 INBOX"))[^1]);
        Assert.StartsWith("BAD", (await client.CommandAsync("APPEND INBOX ~{1+}\r\n\0"))[^1]);
    }

    [Fact]
    public async Task Utf8_only_lets_nothing_pass_before_it_is_enabled()
    {
        Options.With("UTF8=ONLY");
        using var client = await LoginAsync();
        Assert.StartsWith("NO", (await client.CommandAsync("LIST \"\" *"))[^1]);
        Assert.Equal("* ENABLED UTF8=ACCEPT", (await client.CommandAsync("ENABLE UTF8=ACCEPT"))[0]);
        Assert.StartsWith("OK", (await client.CommandAsync("LIST \"\" *"))[^1]);
    }

    [Fact]
    public async Task A_literal8_may_hold_NUL_and_UTF8_must_be_enabled()
    {
        Options.With("UTF8=ACCEPT");
        using var client = await LoginAsync();
        Assert.StartsWith("OK", (await client.CommandAsync("APPEND INBOX ~{3+}\r\na\0b"))[^1]);
        Assert.Equal("a\0b"u8.ToArray(), Inbox.Messages[0].GetBytes());
        Assert.StartsWith("BAD", (await client.CommandAsync("APPEND INBOX {3+}\r\na\0b"))[^1]);
        Assert.StartsWith("BAD", (await client.CommandAsync("APPEND INBOX () UTF8 (~{1+}\r\nx)"))[^1]);
        await client.CommandAsync("ENABLE UTF8=ACCEPT");
        Assert.StartsWith("OK", (await client.CommandAsync("APPEND INBOX (\\Seen) UTF8 (~{1+}\r\nx)"))[^1]);
        Assert.Equal(2, Inbox.Count);
    }

    [Fact]
    public async Task Several_messages_in_one_command_need_multiappend()
    {
        using (var client = await LoginAsync())
            Assert.StartsWith("BAD", (await client.CommandAsync("APPEND INBOX {1+}\r\nx {1+}\r\ny"))[^1]);
        Options.With("MULTIAPPEND");
        using var other = await LoginAsync();
        Assert.StartsWith($"OK [APPENDUID {Inbox.UidValidity} 1:2]", (await other.CommandAsync("APPEND INBOX (\\Seen) {1+}\r\nx {1+}\r\ny"))[^1]);
        Assert.Equal(["x", "y"], Inbox.Messages.Select(static m => System.Text.Encoding.ASCII.GetString(m.GetBytes())));
    }

    [Fact]
    public async Task Replace_takes_the_old_message_away_once_the_new_one_is_there()
    {
        Options.With("REPLACE");
        Fill(2);
        var drafts = Server.Mailboxes.GetOrCreate("Drafts");
        using var client = await LoginAsync("INBOX");
        Assert.Equal(
            [$"* OK [APPENDUID {Inbox.UidValidity} 3] Replacement added", "* 1 EXPUNGE", "* 2 EXISTS", "OK UID REPLACE completed"],
            await client.CommandAsync("UID REPLACE 1 INBOX (\\Draft) {1+}\r\nx"));
        Assert.StartsWith("NO", (await client.CommandAsync("UID REPLACE 1 INBOX {1+}\r\nx"))[^1]);
        Assert.StartsWith("NO [TRYCREATE]", (await client.CommandAsync("UID REPLACE 2 None {1+}\r\nx"))[^1]);
        Assert.StartsWith("BAD", (await client.CommandAsync("REPLACE 3 INBOX {1+}\r\nx"))[^1]);
        Assert.Equal([2u, 3u], Inbox.Messages.Select(static m => m.Uid));
        Assert.StartsWith("OK", (await client.CommandAsync("REPLACE 1 Drafts {1+}\r\nx"))[^1]);
        Assert.Equal([3u], Inbox.Messages.Select(static m => m.Uid));
        Assert.Equal(1, drafts.Count);
    }

    [Fact]
    public async Task Labels_of_gmail_are_added_taken_away_and_replaced()
    {
        Options.With("X-GM-EXT-1");
        Fill(2);
        using var client = await LoginAsync("INBOX");
        Assert.Equal(
            ["* 1 FETCH (UID 1 X-GM-LABELS (\"\\\\Inbox\" \"a b\"))", "* 2 FETCH (UID 2 X-GM-LABELS (\"\\\\Inbox\" \"a b\"))", "OK UID STORE completed"],
            await client.CommandAsync("UID STORE 1:2 +X-GM-LABELS (\\Inbox \"a b\")"));
        Assert.Equal(["OK UID STORE completed"], await client.CommandAsync("UID STORE 1 -X-GM-LABELS.SILENT (\\INBOX)"));
        Assert.Equal(["OK STORE completed"], await client.CommandAsync("STORE 2 X-GM-LABELS.SILENT (&APw-)"));
        Assert.Equal(["a b"], Inbox.Messages[0].Labels);
        Assert.Equal(["ü"], Inbox.Messages[1].Labels);
        Options.Without("X-GM-EXT-1");
        Assert.StartsWith("BAD", (await client.CommandAsync("UID STORE 1 +X-GM-LABELS (x)"))[^1]);
    }

    [Fact]
    public async Task Replace_that_is_not_offered_is_refused()
    {
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith("BAD", (await client.CommandAsync("UID REPLACE 1 INBOX {1+}\r\nx"))[^1]);
        Assert.Equal(1, Inbox.Count);
    }
}
