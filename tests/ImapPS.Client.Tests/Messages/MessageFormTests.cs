using System.Text;
using ImapPS.Client.Messages;
using ImapPS.Loopback;
using ImapPS.Loopback.Scripts;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Messages that hold what a plain literal can't: NUL (BINARY), and UTF-8 in the header (UTF8=ACCEPT).</summary>
public class MessageFormTests
{
    private const string International = "From: jörg@example.org\r\nSubject: Grüße\r\n\r\nHallo.\r\n";

    private static AppendItem Binary => new(AppendSource.FromBytes("Subject: x\r\nContent-Transfer-Encoding: binary\r\n\r\na\0b\nc\r"u8.ToArray(), "binary.eml"));

    [Fact]
    public async Task A_message_with_NUL_goes_as_literal8_octet_for_octet()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        var result = Assert.Single(await harness.AppendAsync([Binary]));
        Assert.Null(result.Error);
        Assert.Contains("APPEND INBOX ~{55}", Assert.Single(harness.Sent, static l => l.Contains("APPEND")));
        Assert.Equal("Subject: x\r\nContent-Transfer-Encoding: binary\r\n\r\na\0b\nc\r"u8.ToArray(), harness.Inbox.Messages[0].GetBytes());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_BINARY_it_is_refused_and_never_changed(bool rev2)
    {
        await using var harness = await WritingHarness.StartAsync(0, o => (rev2 ? o.With("IMAP4rev2") : o).Without("BINARY"));
        var results = await harness.AppendAsync([Binary, WritingHarness.Item("Subject: y\r\n\r\n")]);
        Assert.Equal(ImapError.NotSupported, results[0].Error!.Error);
        Assert.Contains("binary.eml", results[0].Error!.Message);
        Assert.NotNull(results[0].Error!.Hint);
        Assert.Null(results[1].Error);
        Assert.Equal(1, harness.Inbox.Count);
    }

    [Fact]
    public async Task A_header_in_UTF8_goes_with_UTF8_where_that_is_enabled_and_waits()
    {
        await using var harness = await WritingHarness.StartAsync(0, o => o.With("UTF8=ACCEPT", "MULTIAPPEND"));
        var plain = WritingHarness.Item("Subject: plain\r\n\r\n");
        var results = await harness.AppendAsync([plain, plain, WritingHarness.Item(International), plain]);
        Assert.All(results, static r => Assert.Null(r.Error));
        Assert.Equal([1u, 2u, 3u, 4u], results.Select(static r => r.Uid));
        var sent = harness.Sent.Where(static l => l.Contains("APPEND")).ToArray();
        Assert.Equal(3, sent.Length);
        Assert.Contains("APPEND INBOX () UTF8 (~{53})", sent[1]);
        Assert.Equal(Encoding.UTF8.GetBytes(International), harness.Inbox.Messages[2].GetBytes());
    }

    [Fact]
    public async Task Where_it_is_not_enabled_the_header_goes_as_it_is()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        Assert.Null(Assert.Single(await harness.AppendAsync([WritingHarness.Item(International)])).Error);
        Assert.DoesNotContain(harness.Sent, static l => l.Contains("UTF8"));
        Assert.Equal(Encoding.UTF8.GetBytes(International), harness.Inbox.Messages[0].GetBytes());
    }

    [Theory]
    [InlineData("BAD APPEND takes other arguments")]
    [InlineData("NO Error in IMAP command received by server.")]
    public async Task A_server_that_does_not_know_UTF8_gets_the_message_as_any_other_and_no_line_of_it_before(string refusal)
    {
        var script = LoopbackScript.Parse($$"""
            S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT UIDPLUS LITERAL+] hello
            C: {tag} ENABLE UTF8=ACCEPT
            S: * ENABLED UTF8=ACCEPT
            S: {tag} OK
            C: {tag} APPEND INBOX () UTF8 (~{53}
            S: {tag} {{refusal}}
            C: {tag} APPEND INBOX () UTF8 (~{53}
            S: {tag} {{refusal}}
            C: {tag} APPEND INBOX {53+}
            C: From: jörg@example.org
            C: Subject: Grüße
            C:
            C: Hallo.
            C:
            S: {tag} OK [APPENDUID 7 1] done
            C: {tag} APPEND INBOX {53+}
            C: From: jörg@example.org
            C: Subject: Grüße
            C:
            C: Hallo.
            C:
            S: {tag} OK [APPENDUID 7 2] done
            """);
        await using var harness = await WritingHarness.StartAsync(0, o => o.Script = script);
        var results = await harness.AppendAsync([WritingHarness.Item(International), WritingHarness.Item(International)]);
        Assert.All(results, static r => Assert.Null(r.Error));
        Assert.Empty(script.Failures);
    }

    [Fact]
    public async Task A_refusal_with_a_reason_is_the_answer()
    {
        await using var harness = await WritingHarness.StartAsync(0, o => o.With("UTF8=ACCEPT"));
        harness.Server.Faults.AnswerNext("APPEND", "{tag} NO [OVERQUOTA] no room\r\n");
        var result = Assert.Single(await harness.AppendAsync([WritingHarness.Item(International)]));
        Assert.Equal("OVERQUOTA", result.Error!.ResponseCode);
        Assert.Equal(0, harness.Inbox.Count);
    }

    [Fact]
    public async Task What_UTF8_and_a_missing_mailbox_ask_for_is_done_one_after_the_other()
    {
        await using var harness = await WritingHarness.StartAsync(0, o => o.With("UTF8=ACCEPT"));
        harness.Server.Faults.AnswerNext("APPEND", "{tag} BAD what is UTF8?\r\n");
        var result = Assert.Single(await harness.AppendAsync([WritingHarness.Item(International)], new AppendOptions { CreateMailbox = true }, "Neue Ordner/ü"));
        Assert.Null(result.Error);
        Assert.Equal(1, harness.Server.Mailboxes["Neue Ordner/ü"].Count);
    }
}
