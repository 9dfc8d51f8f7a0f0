using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

public sealed class MessageRemovingTests
{
    private static readonly MessageFlags Deleted = MessageFlags.Create(SystemFlags.Deleted);

    [Fact]
    public async Task Expunges_exactly_these()
    {
        await using var harness = await WritingHarness.StartAsync(5);
        harness.Inbox.SetFlags(harness.Inbox.Find(5)!, Deleted);
        var result = Assert.Single(await RemoveAsync(harness, "2,4"));
        Assert.Null(result.Error);
        Assert.True(result.Marked);
        Assert.Equal([1u, 3u, 5u], harness.Inbox.Messages.Select(m => m.Uid));
    }

    [Fact]
    public async Task Without_UIDPLUS_it_is_refused()
    {
        await using var harness = await WithoutUidPlusAsync();
        var error = await Assert.ThrowsAsync<ImapException>(() => RemoveAsync(harness, "2"));
        Assert.Equal(ImapError.NotSupported, error.Error);
        Assert.DoesNotContain(harness.Sent, l => l.Contains(" STORE") || l.Contains("EXPUNGE"));
    }

    [Fact]
    public async Task Without_UIDPLUS_and_forced_it_expunges_when_no_other_is_marked()
    {
        await using var harness = await WithoutUidPlusAsync();
        Assert.Null(Assert.Single(await RemoveAsync(harness, "2,3", force: true)).Error);
        Assert.Equal([1u, 4u, 5u], harness.Inbox.Messages.Select(m => m.Uid));
    }

    [Fact]
    public async Task Without_UIDPLUS_others_deletions_are_left_alone_even_when_forced()
    {
        await using var harness = await WithoutUidPlusAsync();
        harness.Inbox.SetFlags(harness.Inbox.Find(5)!, Deleted);
        var error = await Assert.ThrowsAsync<ImapException>(() => RemoveAsync(harness, "2,3", force: true));
        Assert.Contains("1 other messages", error.Message);
        Assert.Equal(5, harness.Inbox.Count);
        Assert.DoesNotContain(harness.Sent, l => l.Contains(" STORE") || l.Contains("EXPUNGE"));
    }

    [Fact]
    public async Task A_refused_expunge_says_that_the_messages_are_marked()
    {
        await using var harness = await WritingHarness.StartAsync(2);
        harness.Server.Faults.AnswerNext("UID EXPUNGE", "{tag} NO [NOPERM] not you");
        var result = Assert.Single(await RemoveAsync(harness, "1"));
        Assert.True(result.Marked);
        Assert.Equal("NOPERM", result.Error!.ErrorId);
        Assert.Contains("are marked \\Deleted, but could not be expunged", result.Error.Message);
    }

    [Fact]
    public async Task Finds_the_trash_or_none()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        foreach (var mailbox in harness.Server.Mailboxes.Mailboxes.Where(m => m.SpecialUse == "\\Trash"))
            mailbox.SpecialUse = null;
        Assert.Null(await harness.Session.FindTrashAsync(WritingHarness.Token));
        harness.Server.Mailboxes.GetOrCreate("Papierkorb").SpecialUse = "\\Trash";
        Assert.Equal("Papierkorb", (await harness.Session.FindTrashAsync(WritingHarness.Token))!.Name);
    }

    private static Task<WritingHarness> WithoutUidPlusAsync() => WritingHarness.StartAsync(5, o => o.Without("UIDPLUS", "MOVE"));

    private static Task<IReadOnlyList<RemoveResult>> RemoveAsync(WritingHarness harness, string uids, bool force = false) =>
        harness.Session.RemoveAsync(MailboxName.Inbox, harness.Validity, UidSet.Parse(uids), new RemoveOptions { Force = force }, WritingHarness.Token);
}
