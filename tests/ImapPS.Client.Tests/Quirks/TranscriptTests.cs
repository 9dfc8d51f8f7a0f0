using ImapPS.Client.Mailboxes;
using ImapPS.Client.Search;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Quirks;

/// <summary>
/// What servers have been seen to do, as a session meets it. The items themselves are in the catalogue of the reader
/// (ServerQuirkTests); here it is what becomes of the rest: the other messages, the session, and what its user is told.
/// </summary>
public class TranscriptTests : TranscriptTest
{
    private const string Sound = "ENVELOPE (NIL \"sound\" NIL NIL NIL NIL NIL NIL NIL NIL)";

    private static readonly FetchItems Summary = new()
    {
        Attributes = FetchAttributes.Flags | FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.BodyStructure | FetchAttributes.InternalDate,
    };

    /// <summary>A transcript in which the messages 1 to 3 are fetched and these lines come before the OK.</summary>
    private static string Fetching(params string[] lines) =>
        Login + Open + "C: {tag} UID FETCH 1:3 {any}\n" + string.Concat(lines.Select(l => "S: " + l + "\n")) + "S: {tag} OK done\n" + Noop;

    [Theory]
    [InlineData("Gmail", "* OK Gimap ready for requests from 192.0.2.1 abc", "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR")]
    [InlineData("Exchange", "* OK The Microsoft Exchange IMAP4 service is ready. [QQBNAFMA]", "IMAP4 IMAP4rev1 UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+")]
    [InlineData("Yahoo", "* OK [CAPABILITY IMAP4rev1 SASL-IR ID MOVE NAMESPACE] IMAP4rev1 Hello", null)]
    [InlineData("iCloud", "* OK [CAPABILITY XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR AUTH=ATOKEN] (2104B10-) test imap", null)]
    [InlineData("Yandex", "* OK Yandex IMAP4rev1 at server.example:993 ready to talk with ::ffff:192.0.2.1:1234, 2026-Jan-01 00:00:00, abc", "IMAP4rev1 CHILDREN UNSELECT LITERAL+ NAMESPACE XLIST UIDPLUS ID IDLE MOVE")]
    [InlineData("Zoho", "* OK Zoho Mail IMAP4rev1 Server Version : 2.6", "IMAP4rev1 UNSELECT CHILDREN XLIST NAMESPACE IDLE MOVE ID SASL-IR UIDPLUS ESEARCH LIST-EXTENDED LIST-STATUS WITHIN LITERAL-")]
    [InlineData("Domino", "* OK Domino IMAP4 Server Release 9.0.1 ready Mon, 1 Jan 2024 00:00:00 +0100", "IMAP4rev1 UIDPLUS LITERAL+ NAMESPACE QUOTA")]
    [InlineData("GroupWise", "* OK server.example GroupWise IMAP4rev1 Server Ready", "IMAP4rev1 NAMESPACE XGWEXTENSIONS")]
    [InlineData("lower case, two spaces, no text", "*  ok", "imap4REV1  idle ")]
    public async Task Every_greeting_leads_to_a_session(string server, string greeting, string? capabilities)
    {
        var ask = $"C: {{tag}} CAPABILITY\nS: * CAPABILITY {capabilities}\nS: {{tag}} OK done\n";
        var session = await PlayAsync($"S: {greeting}\n{(capabilities is null ? "" : ask)}C: {{tag}} LOGIN {{any}}\nS: {{tag}} OK in\n{(capabilities is null ? ask.Replace("CAPABILITY \n", "CAPABILITY IMAP4rev1 IDLE\n", StringComparison.Ordinal) : ask)}{Noop}");
        await NoopAsync(session);
        Assert.True(session.Capabilities.ImapRev1, server);
        Assert.Empty(Unreadable);
        await IsOverAsync();
    }

    [Fact]
    public async Task An_enabled_that_never_comes_enables_nothing()
    {
        var session = await PlayAsync(
            Login.Replace("IMAP4rev1] in", "IMAP4rev1 IMAP4rev2 ENABLE UTF8=ACCEPT] in", StringComparison.Ordinal)
            + "C: {tag} ENABLE IMAP4rev2 UTF8=ACCEPT\nS: {tag} OK\n" + "C: {tag} LIST {any}\nS: * LIST () \"/\" \"Entw&APw-rfe\"\nS: {tag} OK\n");
        var all = await WithinAsync(session.ListAsync("*", false, null, Cancel));
        Assert.Equal("Entwürfe", Assert.Single(all).Name.Name);
        Assert.False(session.Connection.Utf8);
        Assert.False(session.Capabilities.ImapRev2);
        await IsOverAsync();
    }

    [Fact]
    public async Task Capabilities_may_change_at_any_time_and_the_last_ones_count()
    {
        var session = await PlayAsync(
            Login + Open.Replace("S: * 9 EXISTS\n", "S: * 9 EXISTS\nS: * CAPABILITY IMAP4rev1 ESEARCH\n", StringComparison.Ordinal)
            + "C: {tag} UID SEARCH RETURN (ALL) ALL\nS: * ESEARCH (TAG \"{tag}\") UID ALL 1:3\nS: * OK [CAPABILITY IMAP4rev1] fewer\nS: {tag} OK\n"
            + "C: {tag} UID SEARCH ALL\nS: * SEARCH 1 2\nS: {tag} OK [CAPABILITY IMAP4rev1 ESEARCH MOVE] more\n"
            + "C: {tag} UID SEARCH RETURN (COUNT) ALL\nS: * ESEARCH (TAG \"{tag}\") UID COUNT 4\nS: {tag} OK\n");
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Assert.Equal(3, (await WithinAsync(session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel))).Count);
        Assert.Equal(2, (await WithinAsync(session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel))).Count);
        Assert.True(session.Capabilities.Move);
        Assert.Equal(4, await WithinAsync(session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel)));
        await IsOverAsync();
    }

    [Fact]
    public async Task What_nobody_asked_for_between_the_answers_changes_none_of_them()
    {
        var session = await PlayAsync(Fetching(
            $"* 1 FETCH (UID 1 {Sound})",
            "* 8 FETCH (UID 8 FLAGS (\\Seen))",
            "* 2 EXPUNGE",
            $"* 0 FETCH (UID 2 {Sound})",
            "* 0 EXPUNGE",
            "* 4294967295 EXPUNGE",
            $"* 77 FETCH (UID 777 {Sound})",
            "* 5 EXISTS",
            "* FLAGS (\\Seen)",
            "* LIST () \"/\" unasked",
            "* SEARCH 1 2 3",
            "* OK still here",
            $"* 2 FETCH (UID 3 {Sound})",
            "* 3 FETCH (UID 3 FLAGS ())"));
        var messages = await FetchAsync(session, UidSet.Of(1, 3), Summary);
        Assert.Equal([1u, 2u, 3u], messages.Select(m => m.Uid));
        Assert.All(messages, m => Assert.Equal("sound", m.Envelope!.Subject));
        await NoopAsync(session);
        Assert.Equal(5u, session.Selected!.Exists);
        await IsOverAsync();
    }

    [Theory]
    [InlineData("ENVELOPE (NIL \"say \"hello\" now\" NIL NIL NIL NIL NIL NIL NIL \"<i>\")")]
    [InlineData("ENVELOPE (\"d\" \"s\" \"\" NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("ENVELOPE NIL")]
    [InlineData("ENVELOPE (NIL {2}\\r\\nab NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("ENVELOPE (NIL \"\u00fcber\u00ff\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("ENVELOPE 5")]
    [InlineData("BODY")]
    [InlineData("BODYSTRUCTURE ()")]
    [InlineData("BODYSTRUCTURE NIL")]
    [InlineData("BODYSTRUCTURE (() () \"mixed\")")]
    [InlineData("BODYSTRUCTURE (\"message\" \"rfc822\" (\"name\" \"a\") NIL NIL \"base64\" 1234 NIL (\"attachment\" NIL))")]
    [InlineData("BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" -10 -1)")]
    [InlineData("MODSEQ (-1)")]
    [InlineData("RFC822.SIZE -1")]
    [InlineData("RFC822.SIZE 99999999999999999999999")]
    [InlineData("RFC822.SIZE NIL")]
    [InlineData("INTERNALDATE NIL")]
    [InlineData("INTERNALDATE \"00-Jan-0000 00:00:00 +0000\"")]
    [InlineData("FLAGS NIL")]
    [InlineData("FLAGS (\\Seen \\)")]
    [InlineData("X-THING (")]
    public async Task A_bad_item_costs_itself_and_the_message_says_so(string item)
    {
        var session = await PlayAsync(Fetching($"* 1 FETCH (UID 1 {Sound})", $"* 2 FETCH (UID 2 {item} RFC822.SIZE 5)", $"* 3 FETCH (UID 3 {Sound})"));
        var messages = await FetchAsync(session, UidSet.Of(1, 3), Summary);
        Assert.Equal([1u, 2u, 3u], messages.Select(m => m.Uid));
        Assert.Equal("sound", messages[2].Envelope!.Subject);
        Assert.Empty(messages[0].Problems.Concat(messages[2].Problems));
        await NoopAsync(session);
        await IsOverAsync();
    }

    [Theory]
    [InlineData("RFC822.SIZE -1", "RFC822.SIZE")]
    [InlineData("RFC822.SIZE 99999999999999999999999", "RFC822.SIZE")]
    [InlineData("ENVELOPE 5", "ENVELOPE")]
    public async Task What_is_missing_for_it_is_told_with_its_name(string item, string name)
    {
        var session = await PlayAsync(Fetching($"* 2 FETCH (UID 2 FLAGS () {item} INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")"));
        var message = Assert.Single(await FetchAsync(session, UidSet.Of(1, 3), Summary));
        Assert.Contains(message.Problems, p => p.Contains(name, StringComparison.Ordinal));
        await NoopAsync(session);
        await IsOverAsync();
    }

    [Fact]
    public async Task A_message_of_more_than_4_GiB_has_its_size()
    {
        var session = await PlayAsync(Fetching("* 1 FETCH (UID 1 RFC822.SIZE 5000000000 FLAGS ())"));
        var message = Assert.Single(await FetchAsync(session, UidSet.Of(1, 3), Summary));
        Assert.Equal(5_000_000_000, message.Size);
        Assert.Empty(message.Problems);
    }

    [Theory]
    [InlineData("{3}")]
    [InlineData("{9}")]
    public async Task A_literal_that_is_counted_wrongly_costs_what_it_took_along(string count)
    {
        var session = await PlayAsync(Fetching(
            $"* 1 FETCH (UID 1 ENVELOPE (NIL {count}\\r\\nhello NIL NIL NIL NIL NIL NIL NIL NIL))",
            $"* 2 FETCH (UID 2 {Sound})",
            $"* 3 FETCH (UID 3 {Sound})"));
        var messages = await FetchAsync(session, UidSet.Of(1, 3), Summary);
        Assert.Equal("sound", messages.Single(m => m.Uid == 3).Envelope!.Subject);
        await NoopAsync(session);
        await IsOverAsync();
    }

    [Fact]
    public async Task Folded_and_empty_lines_are_told_and_passed_over()
    {
        var session = await PlayAsync(Fetching("", "   ", "* 1 FETCH (UID 1 FLAGS ()", " RFC822.SIZE 5)", "\\r\\n\\r\\n", $"* 3 FETCH (UID 3 {Sound})"));
        var messages = await FetchAsync(session, UidSet.Of(1, 3), Summary);
        Assert.Equal([1u, 3u], messages.Select(m => m.Uid));
        Assert.NotEmpty(messages[0].Problems);
        Assert.Contains(Unreadable, u => u.Contains("RFC822.SIZE 5", StringComparison.Ordinal));
        await NoopAsync(session);
        await IsOverAsync();
    }

    [Fact]
    public async Task Lines_may_end_in_LF_alone()
    {
        var session = await PlayAsync(Fetching($"* 1 FETCH (UID 1 {Sound})", $"* 2 FETCH (UID 2 {Sound})"), "\n");
        Assert.Equal([1u, 2u], (await FetchAsync(session, UidSet.Of(1, 3), Summary)).Select(m => m.Uid));
        await NoopAsync(session);
        await IsOverAsync();
    }

    [Fact]
    public async Task A_bare_code_is_taken_for_what_it_says()
    {
        var session = await PlayAsync(Login + "C: {tag} EXAMINE INBOX\nS: * 9 EXISTS\nS: * [UIDVALIDITY 7]\nS: * [ALERT] Quota at 95 %\nS: {tag} OK\n" + Noop);
        var selected = await WithinAsync(session.SelectAsync(MailboxName.Inbox, write: false, Cancel));
        Assert.Equal(7u, selected.UidValidity);
        Assert.Equal(["Quota at 95 %"], Alerts);
        await NoopAsync(session);
        await IsOverAsync();
    }

    [Theory]
    [InlineData("* OK [UIDVALIDITY -7] x")]
    [InlineData("* OK [UIDNEXT NIL] x")]
    [InlineData("* OK [HIGHESTMODSEQ -1] x")]
    [InlineData("* OK [PERMANENTFLAGS] x")]
    [InlineData("* OK [UNSEEN")]
    [InlineData("* -1 EXISTS")]
    [InlineData("* 99999999999 EXISTS")]
    [InlineData("* FLAGS NIL")]
    [InlineData("* OK [X-ODD (a \"b\" [c] 1] text")]
    public async Task An_odd_line_costs_a_mailbox_nothing_but_itself(string line)
    {
        var session = await PlayAsync(Login + Open.Replace("S: * 9 EXISTS\n", $"S: * 9 EXISTS\nS: {line}\n", StringComparison.Ordinal) + Noop);
        var selected = await WithinAsync(session.SelectAsync(MailboxName.Inbox, write: false, Cancel));
        Assert.Equal((9u, 7u), (selected.Exists, selected.UidValidity));
        await NoopAsync(session);
        await IsOverAsync();
    }

    [Fact]
    public async Task A_mailbox_that_can_not_be_read_is_told_and_the_others_are_listed()
    {
        var session = await PlayAsync(
            Login + "C: {tag} LIST {any}\nS: * LIST () \"/\" A\nS: * LIST (\\HasNoChildren \"/\" lost\nS: * LIST () \"/\" A\nS: * LIST () \"/\" \"caf\u00e9\"\nS: * LIST () \"/\" \"&bad\"\nS: * LIST () \"/\" B\nS: {tag} OK\n" + Noop);
        var all = await WithinAsync(session.ListAsync("*", false, null, Cancel));
        Assert.Equal(4, all.Count);
        Assert.Equal(["A", "B"], all.Where(m => m.Name.IsDecoded).Select(m => m.Name.Name));
        Assert.Contains("lost", Assert.Single(Unreadable));
        await NoopAsync(session);
        await IsOverAsync();
    }

    [Theory]
    [InlineData("* SEARCH 1 2 three")]
    [InlineData("* SEARCH 1 -2")]
    [InlineData("* SEARCH 99999999999999")]
    [InlineData("* search (")]
    [InlineData("* ESEARCH UID ALL")]
    public async Task An_answer_that_can_not_be_read_is_no_empty_answer(string line)
    {
        var session = await PlayAsync(Login.Replace("IMAP4rev1]", "IMAP4rev1 ESEARCH]", StringComparison.Ordinal) + Open
            + $"C: {{tag}} UID SEARCH {{any}}\nS: {line}\nS: {{tag}} OK done\nC: {{tag}} UID SEARCH {{any}}\nS: * SEARCH 4\nS: {{tag}} OK\n");
        var error = await Assert.ThrowsAsync<ImapException>(() => WithinAsync(session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel)));
        Assert.Equal(ImapError.BadContent, error.Error);
        Assert.Equal(4u, Assert.Single((await WithinAsync(session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel))).Uids).First);
        await IsOverAsync();
    }
}
