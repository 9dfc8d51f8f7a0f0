using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Moving: by MOVE and without it, and never more than was asked for.</summary>
public class MovingTests : EngineTest
{
    private static readonly MailboxName Target = MailboxName.Create("Target");

    private Task<IReadOnlyList<MoveResult>> MoveAsync(ImapSession session, UidSet uids, uint? validity = null, MailboxName? target = null) =>
        session.MoveAsync(MailboxName.Inbox, validity ?? Inbox.UidValidity, uids, target ?? Target, Cancel).WaitAsync(Hang);

    private async Task<ImapSession> PrepareAsync(params string[] without)
    {
        Options.Without(without);
        Fill(10);
        Server.Mailboxes.GetOrCreate("Target");
        // Somebody else's deletion, which is nobody's business but theirs.
        Inbox.SetFlags(Inbox.Find(9)!, MessageFlags.Create(SystemFlags.Deleted));
        var session = await ConnectAsync();
        Server.Log.Clear();
        return session;
    }

    private IEnumerable<string> Writes => Commands.Where(c => c.StartsWith("UID", StringComparison.Ordinal) || c.Contains("EXPUNGE", StringComparison.Ordinal) || c.StartsWith("CLOSE", StringComparison.Ordinal));

    [Fact]
    public async Task By_move_in_one_command()
    {
        var session = await PrepareAsync();
        var result = Assert.Single(await MoveAsync(session, Set(2, 3, 7)));
        Assert.Equal((MoveMethod.Move, null), (result.Method, result.Error));
        Assert.Equal(Server.Mailboxes["Target"].UidValidity, result.DestinationUidValidity);
        Assert.Equal([(2u, 1u), (3u, 2u), (7u, 3u)], result.NewUids!.OrderBy(p => p.Key).Select(p => (p.Key, p.Value)));
        Assert.Equal(["UID MOVE 2:3,7 Target"], Writes);
        Assert.Equal([1u, 4, 5, 6, 8, 9, 10], Inbox.Messages.Select(m => m.Uid));
        Assert.Equal(3, Server.Mailboxes["Target"].Count);
        Assert.Equal(7u, session.Selected!.Exists);
    }

    [Fact]
    public async Task Without_move_by_copy_and_an_expunge_of_exactly_these()
    {
        var session = await PrepareAsync("MOVE");
        var result = Assert.Single(await MoveAsync(session, Set(2, 3, 7)));
        Assert.Equal((MoveMethod.CopyAndExpunge, null), (result.Method, result.Error));
        Assert.Equal(3, result.NewUids!.Count);
        Assert.Equal(["UID COPY 2:3,7 Target", "UID STORE 2:3,7 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 2:3,7"], Writes);
        Assert.Equal([1u, 4, 5, 6, 8, 9, 10], Inbox.Messages.Select(m => m.Uid));
    }

    [Theory]
    [InlineData(2u, 2u)]
    [InlineData(1u, 10u)]
    public async Task Without_uidplus_too_nothing_is_ever_expunged(uint first, uint last)
    {
        var session = await PrepareAsync("MOVE", "UIDPLUS");
        var result = Assert.Single(await MoveAsync(session, UidSet.Of(first, last)));
        Assert.Equal((MoveMethod.CopyAndMark, null), (result.Method, result.Error));
        Assert.Null(result.NewUids);
        Assert.Equal(10, Inbox.Count);
        Assert.All(Inbox.Messages, m => Assert.Equal((m.Uid >= first && m.Uid <= last) || m.Uid == 9, m.Flags.Has(SystemFlags.Deleted)));
        await session.SelectAsync(Target, write: true, Cancel);
        await session.DisconnectAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(10, Inbox.Count);
        Assert.DoesNotContain(Commands, c => c.Contains("EXPUNGE", StringComparison.Ordinal) || c.StartsWith("CLOSE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MOVE")]
    [InlineData("MOVE UIDPLUS")]
    public async Task Messages_that_are_gone_are_no_error_and_not_among_the_new(string without)
    {
        var session = await PrepareAsync(without.Split(' '));
        Inbox.Expunge([Inbox.Find(3)!]);
        var result = Assert.Single(await MoveAsync(session, Set(2, 3, 4, 77)));
        Assert.Null(result.Error);
        Assert.Equal(2, Server.Mailboxes["Target"].Count);
        if (!without.Contains("UIDPLUS", StringComparison.Ordinal))
            Assert.Equal("2 4", string.Join(" ", result.NewUids!.Keys.Order()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MOVE")]
    [InlineData("MOVE UIDPLUS")]
    public async Task Another_uidvalidity_ends_it_before_anything_is_written(string without)
    {
        var session = await PrepareAsync(without.Split(' '));
        await FailsAsync(ImapError.UidValidityChanged, () => MoveAsync(session, Set(2, 3), Inbox.UidValidity + 1));
        var before = Inbox.UidValidity;
        Inbox.ChangeUidValidity();
        await session.SelectAsync(Target, write: false, Cancel);
        await FailsAsync(ImapError.UidValidityChanged, () => MoveAsync(session, Set(2, 3), before));
        Assert.Empty(Writes);
        Assert.Equal(10, Inbox.Count);
        Assert.Equal(0, Server.Mailboxes["Target"].Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MOVE")]
    public async Task A_destination_that_is_not_there_is_named(string without)
    {
        var session = await PrepareAsync(without.Split(' '));
        var result = Assert.Single(await MoveAsync(session, Set(2), target: MailboxName.Create("Nowhere")));
        Assert.Equal(ImapError.MailboxNotFound, result.Error!.Error);
        Assert.Equal("TRYCREATE", result.Error.ResponseCode);
        Assert.Contains("'Nowhere'", result.Error.Message);
        Assert.Single(Writes);
        Assert.Equal(10, Inbox.Count);
    }

    [Fact]
    public async Task A_source_that_is_not_there_or_read_only_is_told_before_anything_is_written()
    {
        var session = await PrepareAsync();
        await FailsAsync(ImapError.MailboxNotFound, () => session.MoveAsync(MailboxName.Create("Nowhere"), 1, Set(1), Target, Cancel));
        Inbox.IsReadOnly = true;
        var exception = await FailsAsync(ImapError.CommandRefused, () => MoveAsync(session, Set(1)));
        Assert.Contains("read-only", exception.Message);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_here()
    {
        var session = await PrepareAsync();
        foreach (var uids in new[] { UidSet.All, UidSet.Parse("*"), UidSet.Parse("2,4294967295"), UidSet.Of(uint.MaxValue), UidSet.Parse("7:*") })
            await FailsAsync(ImapError.InvalidArgument, () => MoveAsync(session, uids));
        await FailsAsync(ImapError.InvalidArgument, () => MoveAsync(session, Set(1), target: MailboxName.Create("inbox")));
        Assert.Empty(await MoveAsync(session, UidSet.Empty));
        Assert.Empty(Commands);
    }

    [Fact]
    public async Task Many_messages_go_in_commands_of_bounded_length()
    {
        for (uint uid = 100_000; uid < 106_000; uid += 2)
        {
            Inbox.SkipToUid(uid);
            Inbox.Add("Subject: s\n\n");
        }

        Server.Mailboxes.GetOrCreate("Target");
        var session = await ConnectAsync();
        Server.Log.Clear();
        var uids = UidSet.From(Inbox.Messages.Select(m => m.Uid));
        var results = await MoveAsync(session, uids);
        Assert.True(results.Count > 1);
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(3000, results.Sum(r => r.NewUids!.Count));
        Assert.Equal(uids, UidSet.FromRanges(results.SelectMany(r => r.Requested)));
        Assert.Equal(0, Inbox.Count);
        Assert.Equal(results.Count, Writes.Count());
        Assert.All(results, r => Assert.InRange(r.Requested.ToString().Length, 1, CommandLimits.MaxUidSetLength));
    }

    [Theory]
    [InlineData(CutKind.Close, false)]
    [InlineData(CutKind.Reset, false)]
    [InlineData(CutKind.Stall, false)]
    [InlineData(CutKind.Close, true)]
    public async Task A_connection_that_ends_behind_the_command_leaves_the_outcome_open(CutKind kind, bool withoutMove)
    {
        Options.Without(withoutMove ? ["MOVE"] : []);
        Fill(10);
        Server.Mailboxes.GetOrCreate("Target");
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: true, Cancel);
        // The command arrives, and nobody hears what becomes of it.
        Server.Faults.CutAfterReceived(5, kind);
        var before = Server.Statistics.OctetsReceived;
        var moving = MoveAsync(session, Set(2, 3));
        if (kind == CutKind.Stall)
        {
            // As the watch over a silent server does it: by time that could be at any command.
            await UntilAsync(() => Server.Statistics.OctetsReceived > before);
            session.Connection.Break(new ImapException(ImapError.CommandTimeout, "Nothing was said for a while."));
        }

        var result = Assert.Single(await moving);
        Assert.Equal(ImapError.OutcomeUnknown, result.Error!.Error);
        Assert.Contains(withoutMove ? "UID COPY" : "UID MOVE", result.Error.Message);
        Assert.NotNull(result.Error.Hint);
        Assert.Null(result.NewUids);
    }

    [Fact]
    public async Task A_move_that_was_never_sent_has_no_open_outcome()
    {
        var session = await PrepareAsync();
        await session.SelectAsync(MailboxName.Inbox, write: true, Cancel);
        Server.CutConnections();
        await UntilAsync(() => session.Connection.Cause is not null);
        await FailsAsync(ImapError.ConnectionLost, () => MoveAsync(session, Set(2)));
        Assert.Equal(10, Inbox.Count);
    }
}
