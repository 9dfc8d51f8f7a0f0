using System.Collections.Concurrent;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>A server that fell silent may still be at what it was told: it is looked for longer, and nothing is sent twice.</summary>
public class LateServerTests : EngineTest
{
    private static readonly MailboxName Target = MailboxName.Create("Target");

    private readonly ConcurrentQueue<double> _waits = new();
    private Action<int> _meanwhile = static _ => { };

    public LateServerTests() => Reconnect = new ReconnectPolicy
    {
        Wait = (delay, _) =>
        {
            _waits.Enqueue(delay.TotalSeconds);
            _meanwhile(_waits.Count);
            return Task.CompletedTask;
        },
    };

    private async Task<ImapSession> BeginAsync()
    {
        Options.Mechanisms.Clear();
        Options.Mechanisms.Add("PLAIN");
        Fill(2);
        Server.Mailboxes.GetOrCreate("Target");
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: true, Cancel).WaitAsync(Hang);
        return session;
    }

    /// <summary>The server is given up as one that fell silent is, once it has come so far: by time it could be anywhere.</summary>
    private static async Task<T> GiveUpAsync<T>(ImapSession session, Func<bool> isSo, Task<T> working)
    {
        await UntilAsync(isSo);
        session.Connection.Break(new ImapException(ImapError.CommandTimeout, "Nothing was said for a while."));
        return await working.WaitAsync(Hang);
    }

    private bool SaidOneMoment() => Trace.Any(static l => l.Contains("one moment", StringComparison.Ordinal));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_seen_to_be_done_is_unknown_and_not_sent_again(bool move)
    {
        var session = await BeginAsync();
        Server.Faults.AnswerNext(move ? "UID MOVE" : "UID COPY", "* OK one moment");
        var (unknown, error) = move
            ? Of(Assert.Single(await GiveUpAsync(session, SaidOneMoment, session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), Target, Cancel))))
            : Of(Assert.Single(await GiveUpAsync(session, SaidOneMoment, session.CopyAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), Target, false, Cancel))));
        Assert.Equal(ImapError.OutcomeUnknown, error!.Error);
        Assert.Equal(Set(1, 2), unknown);
        Assert.Single(Commands, c => c.StartsWith(move ? "UID MOVE" : "UID COPY", StringComparison.Ordinal));
        // One wait to connect, and four to look.
        Assert.Equal([1, 2, 4, 8], _waits.Skip(1));
    }

    [Fact]
    public async Task What_it_does_late_is_found()
    {
        var session = await BeginAsync();
        Server.Faults.AnswerNext("UID COPY", "* OK one moment");
        _meanwhile = wait =>
        {
            if (wait != 4)
                return;
            foreach (var message in Inbox.Messages)
                Server.Mailboxes["Target"].Add(message.GetBytes(), null, message.InternalDate);
        };
        var result = Assert.Single(await GiveUpAsync(session, SaidOneMoment, session.CopyAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), Target, false, Cancel)));
        Assert.Null(result.Error);
        Assert.Equal([1u, 2u], result.NewUids!.Values.Order());
        Assert.Equal([1, 2, 4], _waits.Skip(1));
    }

    [Fact]
    public async Task An_added_message_is_not_added_again_unless_its_command_was_not_complete()
    {
        var session = await BeginAsync();
        Server.Faults.AnswerNext("APPEND", "* OK one moment");
        var item = WritingHarness.Item("Subject: new\r\nMessage-ID: <1@example.org>\r\n\r\nText\r\n");
        var result = await GiveUpAsync(session, SaidOneMoment, AddAsync(session, item));
        Assert.Equal(ImapError.OutcomeUnknown, result.Error!.Error);
        Assert.Empty(Server.Mailboxes["Target"].Messages);

        // Without LITERAL+ the message waits for the server's word, which does not come.
        await session.DisposeAsync();
        Options.Without("LITERAL+");
        session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: true, Cancel).WaitAsync(Hang);
        Server.Faults.CutAfterSent(1, CutKind.HalfOpen);
        var received = session.Connection.BytesReceived;
        result = await GiveUpAsync(session, () => session.Connection.BytesReceived > received, AddAsync(session, item));
        Assert.Null(result.Error);
        Assert.Single(Server.Mailboxes["Target"].Messages);
    }

    [Theory]
    [InlineData(true, "* BYE out", 1)]
    [InlineData(false, "* BYE out", 1)]
    [InlineData(true, "* OK one moment", 3)]
    [InlineData(false, "* OK one moment", 3)]
    public async Task After_an_end_it_is_sent_again_when_the_server_has_had_its_time(bool move, string last, int looks)
    {
        var session = await BeginAsync();
        Server.Faults.InjectBefore(move ? "UID MOVE" : "UID COPY", last, thenClose: true);
        var (unknown, error) = move
            ? Of(Assert.Single(await session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), Target, Cancel).WaitAsync(Hang)))
            : Of(Assert.Single(await session.CopyAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), Target, false, Cancel).WaitAsync(Hang)));
        Assert.Null(error);
        Assert.True(unknown.IsEmpty);
        Assert.Equal(2, Server.Mailboxes["Target"].Count);
        Assert.Equal(2, Commands.Count(c => c.StartsWith(move ? "UID MOVE" : "UID COPY", StringComparison.Ordinal)));
        Assert.Equal(new double[] { 1, 2, 4 }.Take(looks), _waits.Skip(1));
    }

    [Fact]
    public async Task Messages_whose_answers_were_lost_together_wait_together()
    {
        var session = await BeginAsync();
        Server.Faults.InjectBefore("APPEND", "* OK one moment", thenClose: true);
        var items = Enumerable.Range(1, 5).Select(static i => WritingHarness.Item($"Subject: {i}\r\nMessage-ID: <{i}@example.org>\r\n\r\nText\r\n")).ToArray();
        var results = new List<AppendResult>();
        await foreach (var result in session.AppendAsync(Target, items, null, Cancel))
            results.Add(result);
        Assert.All(results, static r => Assert.Null(r.Error));
        Assert.Equal(5, Server.Mailboxes["Target"].Count);
        Assert.Equal([1, 2, 4], _waits.Skip(1));
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_not_taken_for_ours()
    {
        var session = await BeginAsync();
        var claim = new StoreRequest(StoreMode.Add, MessageFlags.Parse("Claimed")) { UnchangedSince = Inbox.HighestModSeq };
        Server.Faults.AnswerNext("UID STORE", "* BYE out");
        _meanwhile = _ => Inbox.SetFlags(Inbox.Find(1)!, MessageFlags.Parse("Claimed"));
        var result = Assert.Single(await session.StoreAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), claim, Cancel).WaitAsync(Hang));
        Assert.Equal(ImapError.OutcomeUnknown, result.Error!.Error);
        Assert.Equal(Set(1), result.Unknown);
        Assert.True(result.Conflicts.IsEmpty);
        Assert.Equal(Inbox.Find(2)!.Flags, MessageFlags.Parse("Claimed"));
    }

    private static async Task<AppendResult> AddAsync(ImapSession session, AppendItem item)
    {
        var results = new List<AppendResult>();
        await foreach (var result in session.AppendAsync(Target, [item], null, Cancel))
            results.Add(result);
        return Assert.Single(results);
    }

    private static (UidSet Unknown, ImapException? Error) Of(MoveResult result) => (result.Unknown, result.Error);

    private static (UidSet Unknown, ImapException? Error) Of(CopyResult result) => (result.Unknown, result.Error);
}
