using System.Text;
using ImapPS.Client.Messages;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>A message takes the place of another one, and the old one never goes before the new one is there.</summary>
public class MessageReplacingTests
{
    private const string New = "Subject: new\r\n\r\nnew\r\n";

    private static Task<WritingHarness> StartAsync(bool replace, params string[] without) =>
        WritingHarness.StartAsync(3, o => (replace ? o.With("REPLACE") : o).Without(without));

    private static Task<ReplaceResult> ReplaceAsync(WritingHarness harness, uint uid = 2, uint? validity = null, string destination = "INBOX", string text = New, bool create = false) =>
        harness.Session.ReplaceAsync(MailboxName.Inbox, validity ?? harness.Validity, uid, MailboxName.Create(destination), WritingHarness.Item(text, MessageFlags.Parse("\\Draft")), create, WritingHarness.Token)
            .WaitAsync(TimeSpan.FromSeconds(60));

    private static uint[] Uids(WritingHarness harness) => harness.Inbox.Messages.Select(static m => m.Uid).ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_new_message_is_there_and_exactly_the_old_one_is_gone(bool replace)
    {
        await using var harness = await StartAsync(replace);
        // Marked by somebody else: it must stay.
        harness.Inbox.SetFlags(harness.Inbox.Messages[0], MessageFlags.Parse("\\Deleted"));
        var result = await ReplaceAsync(harness);
        Assert.Null(result.Error);
        Assert.Equal((harness.Validity, 4u), (result.UidValidity, result.Uid));
        Assert.Equal([1u, 3u, 4u], Uids(harness));
        Assert.True(harness.Inbox.Messages[2].Flags.Has(SystemFlags.Draft));
        Assert.Equal(replace, harness.Sent.Any(static l => l.Contains("UID REPLACE 2 INBOX")));
        Assert.Equal(replace ? 0 : 1, harness.Sent.Count(static l => l.Contains("UID EXPUNGE 2")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_may_go_to_another_mailbox_which_is_made_on_order(bool replace)
    {
        await using var harness = await StartAsync(replace);
        var refused = await ReplaceAsync(harness, destination: "Sent");
        Assert.Equal("TRYCREATE", refused.Error!.ResponseCode);
        Assert.Equal([1u, 2u, 3u], Uids(harness));
        Assert.Null((await ReplaceAsync(harness, destination: "Sent", create: true)).Error);
        Assert.Equal([1u, 3u], Uids(harness));
        Assert.Equal(Encoding.ASCII.GetBytes(New), harness.Server.Mailboxes["Sent"].Messages.Single().GetBytes());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_sent_if_the_old_message_is_not_what_it_was(bool replace)
    {
        await using var harness = await StartAsync(replace);
        Assert.Equal(ImapError.MessageNotFound, (await Assert.ThrowsAsync<ImapException>(() => ReplaceAsync(harness, uid: 9))).Error);
        Assert.Equal(ImapError.UidValidityChanged, (await Assert.ThrowsAsync<ImapException>(() => ReplaceAsync(harness, validity: harness.Validity + 1))).Error);
        harness.Inbox.IsReadOnly = true;
        await using var other = await harness.ConnectAsync();
        var error = await Assert.ThrowsAsync<ImapException>(() => other.ReplaceAsync(MailboxName.Inbox, harness.Validity, 2, MailboxName.Inbox, WritingHarness.Item(New), false, WritingHarness.Token));
        Assert.Contains("read-only", error.Message);
        Assert.DoesNotContain(harness.Sent, static l => l.Contains("APPEND") || l.Contains("REPLACE") || l.Contains("UID STORE") || l.Contains("EXPUNGE"));
        Assert.Equal([1u, 2u, 3u], Uids(harness));
    }

    [Fact]
    public async Task Where_no_single_message_can_be_removed_nothing_is_done_and_the_remedy_told()
    {
        await using var harness = await StartAsync(false, "UIDPLUS");
        var error = await Assert.ThrowsAsync<ImapException>(() => ReplaceAsync(harness));
        Assert.Equal(ImapError.NotSupported, error.Error);
        Assert.Contains("Remove-ImapMessage", error.Hint);
        Assert.Equal([1u, 2u, 3u], Uids(harness));
    }

    [Theory]
    [InlineData(true, "REPLACE")]
    [InlineData(false, "APPEND")]
    public async Task If_the_new_one_is_refused_the_old_one_stays(bool replace, string command)
    {
        await using var harness = await StartAsync(replace);
        harness.Server.Faults.AnswerNext(replace ? "UID " + command : command, "{tag} NO [OVERQUOTA] no room\r\n");
        var result = await ReplaceAsync(harness);
        Assert.Equal("OVERQUOTA", result.Error!.ResponseCode);
        Assert.Equal(0u, result.Uid);
        Assert.Equal([1u, 2u, 3u], Uids(harness));
        Assert.DoesNotContain(harness.Sent, static l => l.Contains("UID STORE") || l.Contains("EXPUNGE"));
    }

    [Fact]
    public async Task If_the_old_one_can_not_be_removed_both_are_told_of()
    {
        await using var harness = await StartAsync(false);
        harness.Server.Faults.AnswerNext("UID EXPUNGE", "{tag} NO not now\r\n");
        var result = await ReplaceAsync(harness);
        Assert.Equal(4u, result.Uid);
        Assert.Equal(ImapError.CommandRefused, result.Error!.Error);
        Assert.Contains("UID 4", result.Error.Message);
        Assert.Contains("UID 2", result.Error.Message);
        Assert.Equal([1u, 2u, 3u, 4u], Uids(harness));
    }

    [Theory]
    [InlineData(true, "UID REPLACE")]
    [InlineData(false, "APPEND")]
    public async Task If_the_connection_ends_before_the_answer_the_outcome_is_unknown_and_nothing_more_is_sent(bool replace, string command)
    {
        await using var harness = await StartAsync(replace);
        harness.Server.Faults.InjectBefore(command, "", thenClose: true);
        var result = await ReplaceAsync(harness);
        Assert.Equal(ImapError.OutcomeUnknown, result.Error!.Error);
        Assert.DoesNotContain(harness.Sent, static l => l.Contains("EXPUNGE"));
        Assert.Contains(2u, Uids(harness));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_can_not_be_sent_replaces_nothing(bool replace)
    {
        await using var harness = await StartAsync(replace, "BINARY");
        Assert.Equal(ImapError.NotSupported, (await Assert.ThrowsAsync<ImapException>(() => ReplaceAsync(harness, text: "Subject: x\r\n\r\n\0"))).Error);
        Assert.Equal(ImapError.InvalidArgument, (await Assert.ThrowsAsync<ImapException>(() => ReplaceAsync(harness, text: ""))).Error);
        Assert.Equal([1u, 2u, 3u], Uids(harness));
    }

    [Fact]
    public async Task Cancelled_before_it_begins_it_does_nothing()
    {
        await using var harness = await StartAsync(true);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.Session.ReplaceAsync(MailboxName.Inbox, harness.Validity, 2, MailboxName.Inbox, WritingHarness.Item(New), false, cancelled.Token));
        Assert.Equal([1u, 2u, 3u], Uids(harness));
        Assert.Null((await ReplaceAsync(harness)).Error);
    }
}
