using ImapPS.Client.Messages;
using ImapPS.Loopback.Scripts;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Gmail as it answers, played by the test server.</summary>
public class GmailTests
{
    private const string Capabilities = "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584";

    private static LoopbackScript Script(string enabled, string rest) => LoopbackScript.Parse($$"""
        S: * PREAUTH [CAPABILITY {{Capabilities}}] Gimap ready for requests
        C: {tag} ENABLE UTF8=ACCEPT
        {{enabled}}
        C: {tag} SELECT INBOX (CONDSTORE)
        S: * FLAGS (\Answered \Flagged \Draft \Deleted \Seen $NotPhishing $Phishing)
        S: * OK [PERMANENTFLAGS (\Answered \Flagged \Draft \Deleted \Seen $NotPhishing $Phishing \*)] Flags permitted.
        S: * OK [UIDVALIDITY 7] UIDs valid.
        S: * 2 EXISTS
        S: * 0 RECENT
        S: * OK [UIDNEXT 12] Predicted next UID.
        S: * OK [HIGHESTMODSEQ 90] 
        S: {tag} OK [READ-WRITE] INBOX selected. (Success)
        {{rest}}
        """);

    private static Task<IReadOnlyList<StoreResult>> StoreAsync(WritingHarness harness, StoreMode mode, params string[] labels) =>
        harness.Session.StoreLabelsAsync(MailboxName.Inbox, 7, UidSet.Of(10, 11), new LabelRequest(mode, labels), WritingHarness.Token).WaitAsync(TimeSpan.FromSeconds(60));

    [Fact]
    public async Task Labels_travel_in_UTF8_where_that_is_enabled()
    {
        var script = Script("S: * ENABLED UTF8=ACCEPT\nS: {tag} OK Success", """
            C: {tag} UID STORE 10:11 +X-GM-LABELS.SILENT (\Starred "Rechnung/ü & \"x\"")
            S: {tag} OK Success
            C: {tag} UID STORE 10:11 -X-GM-LABELS.SILENT (\Inbox)
            S: * 2 EXPUNGE
            S: * 1 EXPUNGE
            S: * 0 EXISTS
            S: {tag} OK Success
            C: {tag} UID STORE 10:11 X-GM-LABELS.SILENT ()
            S: {tag} OK Success
            """);
        await using var harness = await WritingHarness.StartAsync(0, o => o.Script = script);
        Assert.Null(Assert.Single(await StoreAsync(harness, StoreMode.Add, "\\Starred", "Rechnung/ü & \"x\"")).Error);
        Assert.Null(Assert.Single(await StoreAsync(harness, StoreMode.Remove, "\\Inbox")).Error);
        Assert.Null(Assert.Single(await StoreAsync(harness, StoreMode.Replace)).Error);
        Assert.Empty(script.Failures);
    }

    [Fact]
    public async Task Labels_travel_in_modified_UTF7_where_it_is_not()
    {
        var script = Script("S: {tag} OK nothing", """
            C: {tag} UID STORE 10:11 +X-GM-LABELS.SILENT (\Starred "Rechnung/&APw- &- \"x\"")
            S: {tag} OK Success
            """);
        await using var harness = await WritingHarness.StartAsync(0, o => o.Script = script);
        Assert.Null(Assert.Single(await StoreAsync(harness, StoreMode.Add, "\\Starred", "Rechnung/ü & \"x\"")).Error);
        Assert.Empty(script.Failures);
    }

    [Fact]
    public async Task A_refusal_is_told()
    {
        var script = Script("S: {tag} OK nothing", """
            C: {tag} UID STORE 10:11 +X-GM-LABELS.SILENT ("[Gmail]")
            S: {tag} NO [CANNOT] Invalid label name: [Gmail] (Failure)
            """);
        await using var harness = await WritingHarness.StartAsync(0, o => o.Script = script);
        var error = Assert.Single(await StoreAsync(harness, StoreMode.Add, "[Gmail]")).Error;
        Assert.Equal(ImapError.CommandRefused, error!.Error);
        Assert.Contains("Invalid label name", error.Message);
    }

    [Fact]
    public async Task Elsewhere_there_are_no_labels_and_a_bad_one_is_not_sent()
    {
        await using var harness = await WritingHarness.StartAsync(2);
        var error = await Assert.ThrowsAsync<ImapException>(() => harness.Session.StoreLabelsAsync(MailboxName.Inbox, harness.Validity, UidSet.Of(1), new LabelRequest(StoreMode.Add, ["x"]), WritingHarness.Token));
        Assert.Equal(ImapError.NotSupported, error.Error);
        Assert.Contains("X-GM-EXT-1", error.Message);
        await using var gmail = await WritingHarness.StartAsync(2, o => o.With("X-GM-EXT-1"));
        foreach (var label in new[] { "", "a\r\nb", "a\0b", new string('x', CommandLimits.MaxFlagsLength + 1) })
        {
            var bad = await Assert.ThrowsAsync<ImapException>(() => gmail.Session.StoreLabelsAsync(MailboxName.Inbox, gmail.Validity, UidSet.Of(1), new LabelRequest(StoreMode.Add, [label]), WritingHarness.Token));
            Assert.Equal(ImapError.InvalidArgument, bad.Error);
        }

        Assert.DoesNotContain(gmail.Sent, static l => l.Contains("STORE"));
    }
}
