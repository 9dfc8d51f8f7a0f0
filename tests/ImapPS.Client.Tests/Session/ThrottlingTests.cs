using System.Collections.Concurrent;
using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Session;

/// <summary>A server that asks for a pause gets it.</summary>
public class ThrottlingTests : EngineTest
{
    private const string No = "{tag} NO [THROTTLED] slow down";

    private static readonly MailboxName Archive = MailboxName.Create("Archive");

    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public ThrottlingTests() => Reconnect = Policy((_, _) => Task.CompletedTask);

    private ReconnectPolicy Policy(Func<TimeSpan, CancellationToken, Task> wait) => new()
    {
        Wait = (delay, cancellationToken) =>
        {
            _waits.Enqueue(delay);
            return wait(delay, cancellationToken);
        },
    };

    private Task Pause => AccountBudget.Of(new AccountKey(Request(), "user")).Pause;

    private static Task<SearchResult> SearchAsync(ImapSession session) => session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang);

    [Theory]
    [InlineData("UID SEARCH")]
    [InlineData("EXAMINE")]
    public async Task What_only_reads_is_asked_again(string command)
    {
        Fill(3);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext(command, No, times: 2);
        Assert.Equal(3, (await SearchAsync(session)).Count);
        Assert.Equal(2, _waits.Count);
        Assert.InRange(_waits.First().TotalSeconds, 8, 16);
        Assert.InRange(_waits.Last().TotalSeconds, 16, 32);
        Assert.Contains(Told, t => t.Contains("asks for a pause (THROTTLED)", StringComparison.Ordinal) && t.Contains("attempt 2 of 10", StringComparison.Ordinal));
        Assert.Equal(0, session.Reconnects);
    }

    [Fact]
    public async Task Reading_goes_on_where_it_was_refused()
    {
        Fill(500);
        var session = await ConnectAsync();
        var options = new FetchOptions { FirstWindow = 50, MaxWindow = 50 };
        var read = new List<uint>();
        var refused = false;
        await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.Envelope }, options, Cancel))
        {
            // Once: a window may come in several batches.
            if (read.Count > 100 && !refused)
            {
                Server.Faults.AnswerNext("UID FETCH", No);
                refused = true;
            }

            read.AddRange(batch.Messages.Select(static m => m.Uid));
        }

        Assert.Equal(Numbers(1, 500), read);
        Assert.Single(_waits);
    }

    [Fact]
    public async Task Flags_are_set_after_the_pause()
    {
        Fill(3);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID STORE", No);
        var results = await session.StoreAsync(MailboxName.Inbox, (await SearchAsync(session)).UidValidity, Set(1, 2), new StoreRequest(StoreMode.Add, MessageFlags.Create(SystemFlags.Flagged)), Cancel).WaitAsync(Hang);
        Assert.All(results, static r => Assert.Null(r.Error));
        Assert.Equal(2, (await session.SearchAsync(MailboxName.Inbox, SearchKey.Flagged, Cancel)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_that_was_refused_is_made_once(bool doneAllTheSame)
    {
        Fill(5);
        Server.Mailboxes.GetOrCreate("Archive");
        var session = await ConnectAsync();
        // A server that copies and says no is wrong, but nothing may be doubled for it.
        Server.Faults.AnswerNext("UID COPY", No, execute: doneAllTheSame);
        var results = await session.CopyAsync(MailboxName.Inbox, (await SearchAsync(session)).UidValidity, Set(1, 2, 3), Archive, false, Cancel).WaitAsync(Hang);
        Assert.All(results, static r => Assert.Null(r.Error));
        Assert.Equal(3, (await session.SearchAsync(Archive, SearchKey.All, Cancel)).Count);
    }

    [Fact]
    public async Task A_message_that_was_refused_is_added_once()
    {
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("APPEND", No);
        var item = new AppendItem(AppendSource.FromBytes("Subject: One\r\n\r\nText\r\n"u8.ToArray()));
        await foreach (var result in session.AppendAsync(MailboxName.Inbox, [item], null, Cancel))
            Assert.Null(result.Error);
        Assert.Equal(1, (await SearchAsync(session)).Count);
    }

    [Fact]
    public async Task A_server_that_never_has_enough_is_given_up()
    {
        Fill(3);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", No, times: 100);
        var error = await FailsAsync(ImapError.CommandRefused, () => SearchAsync(session));
        Assert.Equal("THROTTLED", error.ErrorId);
        Assert.Equal(10, _waits.Count);
        Assert.All(_waits, static w => Assert.True(w <= TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Without_reconnecting_there_is_no_pause()
    {
        Reconnect = ReconnectPolicy.Never;
        Fill(3);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", No);
        await FailsAsync(ImapError.CommandRefused, () => SearchAsync(session));
    }

    [Fact]
    public async Task All_sessions_of_the_account_pause()
    {
        var over = new TaskCompletionSource<bool>();
        Reconnect = Policy((_, _) => over.Task);
        Fill(3);
        var session = await ConnectAsync();
        var other = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", No);
        var paused = SearchAsync(session);
        await UntilAsync(() => !Pause.IsCompleted);
        var sent = Commands.Count;
        var waiting = SearchAsync(other);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(sent, Commands.Count);
        over.SetResult(true);
        Assert.Equal(3, (await paused).Count);
        Assert.Equal(3, (await waiting).Count);
    }

    [Fact]
    public async Task A_pause_can_be_cancelled_and_ends_with_the_session()
    {
        // A pause is the account's, and so that of whoever gets this server's port next: it must end.
        var over = new TaskCompletionSource<bool>();
        Reconnect = Policy((_, _) => over.Task);
        Fill(3);
        var session = await ConnectAsync();
        var other = await ConnectAsync();
        Server.Faults.AnswerNext("UID SEARCH", No);
        using var stop = new CancellationTokenSource();
        var paused = session.SearchAsync(MailboxName.Inbox, SearchKey.All, stop.Token);
        await UntilAsync(() => !Pause.IsCompleted);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => paused.WaitAsync(Hang));
        var waiting = SearchAsync(other);
        await other.DisposeAsync();
        await FailsAsync(ImapError.SessionClosed, () => waiting);
        over.SetResult(true);
    }

    [Theory]
    [InlineData("AUTHENTICATE", "{tag} NO [UNAVAILABLE] later")]
    [InlineData("AUTHENTICATE", "{tag} NO [LIMIT] too many logins")]
    [InlineData("AUTHENTICATE", "{tag} NO [ALERT] Too many simultaneous connections. (Failure)")]
    public async Task A_login_is_tried_again_after_the_pause(string command, string answer)
    {
        Server.Faults.AnswerNext(command, answer, times: 2);
        await ConnectAsync();
        Assert.Equal(2, _waits.Count);
        Assert.Contains(Told, static t => t.Contains("asks for a pause", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_waits_no_longer_than_it_may()
    {
        Server.Faults.AnswerNext("AUTHENTICATE", "{tag} NO [UNAVAILABLE] later", times: 100);
        Patience = TimeSpan.FromSeconds(60);
        var error = await FailsAsync(ImapError.AuthenticationFailed, () => ConnectAsync());
        Assert.Equal("UNAVAILABLE", error.ErrorId);
        Assert.InRange(_waits.Count, 1, 3);
    }

    [Fact]
    public async Task A_refused_password_is_no_wish_for_a_pause()
    {
        await FailsAsync(ImapError.AuthenticationFailed, () => ConnectAsync(password: "wrong"));
        Assert.Empty(_waits);
    }
}
