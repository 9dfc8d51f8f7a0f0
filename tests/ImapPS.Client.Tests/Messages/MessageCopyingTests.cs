using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

public sealed class MessageCopyingTests
{
    private static readonly MailboxName Archive = MailboxName.Create("Archive");

    [Fact]
    public async Task Tells_the_new_ids_also_from_a_mailbox_that_is_read_only()
    {
        await using var harness = await WritingHarness.StartAsync(4);
        harness.Server.Mailboxes.GetOrCreate("Archive");
        harness.Inbox.IsReadOnly = true;
        var result = Assert.Single(await CopyAsync(harness, UidSet.Parse("2,4,9")));
        Assert.Null(result.Error);
        Assert.Equal([2u, 4u], result.NewUids!.Keys.Order());
        Assert.Equal(harness.Server.Mailboxes["Archive"].UidValidity, result.DestinationUidValidity);
        Assert.Equal(4, harness.Inbox.Count);
    }

    [Fact]
    public async Task Says_nothing_of_ids_that_the_server_does_not_tell()
    {
        await using var harness = await WritingHarness.StartAsync(1, o => o.Without("UIDPLUS", "MOVE"));
        harness.Server.Mailboxes.GetOrCreate("Archive");
        var result = Assert.Single(await CopyAsync(harness, UidSet.Of(1)));
        Assert.Null(result.Error);
        Assert.Null(result.NewUids);
        Assert.Equal(1, harness.Server.Mailboxes["Archive"].Count);
    }

    [Fact]
    public async Task Makes_the_destination_only_when_told_to()
    {
        await using var harness = await WritingHarness.StartAsync(1);
        Assert.Equal(ImapError.MailboxNotFound, Assert.Single(await CopyAsync(harness, UidSet.Of(1))).Error!.Error);
        Assert.DoesNotContain(harness.Sent, l => l.Contains("CREATE"));
        Assert.Null(Assert.Single(await CopyAsync(harness, UidSet.Of(1), create: true)).Error);
        Assert.Equal(1, harness.Server.Mailboxes["Archive"].Count);
    }

    [Fact]
    public async Task Never_copies_again_what_may_have_been_copied()
    {
        await using var harness = await WritingHarness.StartAsync(1);
        harness.Server.Mailboxes.GetOrCreate("Archive");
        await harness.Session.SelectAsync(MailboxName.Inbox, write: false, WritingHarness.Token);
        harness.Server.Faults.InjectBefore("UID COPY", "* OK still here", thenClose: true);
        var result = Assert.Single(await CopyAsync(harness, UidSet.Of(1), create: true));
        Assert.Equal(ImapError.OutcomeUnknown, result.Error!.Error);
        Assert.Single(harness.Sent, l => l.Contains("UID COPY"));
    }

    private static Task<IReadOnlyList<CopyResult>> CopyAsync(WritingHarness harness, UidSet uids, bool create = false) =>
        harness.Session.CopyAsync(MailboxName.Inbox, harness.Validity, uids, Archive, create, WritingHarness.Token);
}
