using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

public sealed class MessageStoringTests
{
    private static readonly MessageFlags Seen = MessageFlags.Create(SystemFlags.Seen);

    [Theory]
    [InlineData(StoreMode.Add, "\\Seen \\Flagged a")]
    [InlineData(StoreMode.Remove, "a")]
    [InlineData(StoreMode.Replace, "\\Seen \\Flagged")]
    public async Task Adds_removes_and_replaces(StoreMode mode, string expected)
    {
        await using var harness = await WritingHarness.StartAsync(3);
        harness.Inbox.SetFlags(harness.Inbox.Find(2)!, MessageFlags.Parse("\\Flagged", "a"));
        var request = new StoreRequest(mode, MessageFlags.Parse("\\Seen", "\\Flagged")) { Silent = false };
        var result = Assert.Single(await harness.Session.StoreAsync(MailboxName.Inbox, harness.Validity, UidSet.Of(2), request, WritingHarness.Token));
        Assert.Null(result.Error);
        Assert.Equal(MessageFlags.Parse(expected.Split(' ')), harness.Inbox.Find(2)!.Flags);
        Assert.Equal(harness.Inbox.Find(2)!.Flags, result.NewFlags![2].Except(MessageFlags.Create(SystemFlags.Recent)));
        Assert.True(harness.Inbox.Find(1)!.Flags.IsEmpty);
    }

    [Fact]
    public async Task Tells_which_messages_were_changed_by_somebody_else()
    {
        await using var harness = await WritingHarness.StartAsync(3);
        var before = harness.Inbox.HighestModSeq;
        harness.Inbox.SetFlags(harness.Inbox.Find(2)!, MessageFlags.Parse("other"));
        var request = new StoreRequest(StoreMode.Add, Seen) { UnchangedSince = before };
        var result = Assert.Single(await harness.Session.StoreAsync(MailboxName.Inbox, harness.Validity, UidSet.Of(1, 3), request, WritingHarness.Token));
        Assert.Null(result.Error);
        Assert.Equal("2", result.Conflicts.ToString());
        Assert.Equal((MessageFlags.Parse("other"), harness.Inbox.Find(2)!.ModSeq), (result.Current[2].Flags, result.Current[2].ModSeq!.Value));
        Assert.Single(harness.Sent, static l => l.Contains(" FETCH "));
        Assert.True(harness.Inbox.Find(1)!.Flags.Has(SystemFlags.Seen));
        Assert.False(harness.Inbox.Find(2)!.Flags.Has(SystemFlags.Seen));
    }

    [Fact]
    public async Task Refuses_UNCHANGEDSINCE_without_CONDSTORE()
    {
        await using var harness = await WritingHarness.StartAsync(1, o => o.Without("CONDSTORE"));
        var error = await Assert.ThrowsAsync<ImapException>(() => StoreAsync(harness, new StoreRequest(StoreMode.Add, Seen) { UnchangedSince = 1 }));
        Assert.Equal(ImapError.NotSupported, error.Error);
        Assert.DoesNotContain(harness.Sent, l => l.Contains(" STORE"));
    }

    [Fact]
    public async Task Refuses_a_keyword_that_the_mailbox_does_not_keep()
    {
        await using var harness = await WritingHarness.StartAsync(1);
        // The server here keeps whatever it is given, so what it told is changed where the session has it.
        var selected = await harness.Session.SelectAsync(MailboxName.Inbox, write: true, WritingHarness.Token);
        selected.PermanentFlags = MessageFlags.Parse("\\Seen", "\\Deleted", "known");
        var error = await Assert.ThrowsAsync<ImapException>(() => StoreAsync(harness, new StoreRequest(StoreMode.Add, MessageFlags.Parse("unknown", "known", "\\Seen"))));
        Assert.Equal(ImapError.NotSupported, error.Error);
        Assert.Contains("does not keep unknown", error.Message);
        Assert.DoesNotContain(harness.Sent, l => l.Contains(" STORE"));
        Assert.Null(Assert.Single(await StoreAsync(harness, new StoreRequest(StoreMode.Remove, MessageFlags.Parse("unknown")))).Error);
    }

    [Fact]
    public async Task A_read_only_mailbox_is_left_alone()
    {
        await using var harness = await WritingHarness.StartAsync(1);
        harness.Inbox.IsReadOnly = true;
        var error = await Assert.ThrowsAsync<ImapException>(() => StoreAsync(harness, new StoreRequest(StoreMode.Add, Seen)));
        Assert.Equal(ImapError.CommandRefused, error.Error);
        Assert.Contains("read-only", error.Message);
    }

    [Fact]
    public async Task Another_UIDVALIDITY_ends_it_before_anything_is_sent()
    {
        await using var harness = await WritingHarness.StartAsync(1);
        var error = await Assert.ThrowsAsync<ImapException>(() =>
            harness.Session.StoreAsync(MailboxName.Inbox, harness.Validity + 1, UidSet.Of(1), new StoreRequest(StoreMode.Add, Seen), WritingHarness.Token));
        Assert.Equal(ImapError.UidValidityChanged, error.Error);
        Assert.DoesNotContain(harness.Sent, l => l.Contains(" STORE"));
    }

    [Fact]
    public async Task Star_is_refused()
    {
        await using var harness = await WritingHarness.StartAsync(1);
        var error = await Assert.ThrowsAsync<ImapException>(() =>
            harness.Session.StoreAsync(MailboxName.Inbox, harness.Validity, UidSet.Parse("1:*"), new StoreRequest(StoreMode.Add, Seen), WritingHarness.Token));
        Assert.Equal(ImapError.InvalidArgument, error.Error);
    }

    [Fact]
    public async Task Many_messages_go_in_commands_of_bounded_length()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        harness.Inbox.AddGenerated(10_000, static _ => "a: b\r\n\r\n"u8.ToArray());
        var odd = UidSet.From(Enumerable.Range(1, 10_000).Where(i => i % 2 == 1).Select(i => (uint)i));
        var results = await harness.Session.StoreAsync(MailboxName.Inbox, harness.Validity, odd, new StoreRequest(StoreMode.Add, Seen), WritingHarness.Token);
        Assert.True(results.Count is > 1 and < 10);
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(5000, harness.Inbox.Messages.Count(m => m.Flags.Has(SystemFlags.Seen)));
    }

    [Fact]
    public async Task What_the_connections_end_left_open_is_said_to_be_unknown()
    {
        await using var harness = await WritingHarness.StartAsync(1);
        await harness.Session.SelectAsync(MailboxName.Inbox, write: true, WritingHarness.Token);
        harness.Server.Faults.InjectBefore("UID STORE", "* OK still here", thenClose: true);
        var result = Assert.Single(await StoreAsync(harness, new StoreRequest(StoreMode.Add, Seen)));
        Assert.Equal(ImapError.OutcomeUnknown, result.Error!.Error);
    }

    private static Task<IReadOnlyList<StoreResult>> StoreAsync(WritingHarness harness, StoreRequest request) =>
        harness.Session.StoreAsync(MailboxName.Inbox, harness.Validity, UidSet.Of(1), request, WritingHarness.Token);
}
