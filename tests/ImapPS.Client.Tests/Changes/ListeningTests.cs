using System.Diagnostics;
using System.Threading.Channels;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Changes;

/// <summary>Several mailboxes where there is no NOTIFY: each has a connection with IDLE, as far as there are some to spare.</summary>
public class ListeningTests : WatchTest
{
    private static readonly MailboxName NameA = MailboxName.Create("A");

    private static readonly MailboxName[] Three = [NameA, MailboxName.Create("B"), MailboxName.Create("C")];

    /// <summary>Nobody is asked again within the time of a test: what is told was heard.</summary>
    private static readonly WatchOptions Patient = Quick with { PollInterval = TimeSpan.FromHours(1) };

    public ListeningTests()
    {
        MaximumConnections = 3;
        Options.Mechanisms.Clear();
        Options.Mechanisms.Add("PLAIN");
    }

    /// <summary>One address, so that there are no connections but those that are counted here.</summary>
    protected override string Host => "127.0.0.1";

    private AccountBudget Budget => AccountBudget.Of(new AccountKey(Request(), "user"));

    private LoopbackMailbox A => Server.Mailboxes["A"];

    private static new string Text(MailboxChange change) => $"{change.Mailbox.Name} {change.Kind} {change.Uid}";

    private static async Task ExpectInAnyOrderAsync(ChannelReader<MailboxChange> changes, params string[] expected)
    {
        var told = new List<string>();
        while (told.Count < expected.Length)
            told.Add(Text(await changes.ReadAsync(Cancel).AsTask().WaitAsync(Hang)));
        Assert.Equal(expected.Order(), told.Order());
    }

    private void Fill()
    {
        Fill(1);
        Fill(2, "A");
        Fill(3, "B");
        Fill(4, "C");
    }

    private async Task EndAsync(CancellationTokenSource stop, Task watch)
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.WaitAsync(Hang));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("CONDSTORE", "")]
    [InlineData("", "QRESYNC")]
    public async Task The_second_mailbox_has_a_connection_of_its_own_until_the_watch_ends(string without, string with)
    {
        Options.Without(without).With(with.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Fill();
        using var stop = new CancellationTokenSource();
        var session = await ConnectAsync();
        var (changes, watch) = Watch(session, stop.Token, Patient, NameA);
        await IdlingAsync();
        for (uint round = 0; round < 3; round++)
        {
            A.Add(Mail(1));
            await ExpectInAnyOrderAsync(changes, $"A New {3 + round}");
            Inbox.Add(Mail(2));
            await ExpectInAnyOrderAsync(changes, $"INBOX New {2 + round}");
            A.SetFlags(A.Find(2)!, round % 2 == 0 ? MessageFlags.Create(SystemFlags.Seen) : MessageFlags.None);
            await ExpectInAnyOrderAsync(changes, "A Flags 2");
            A.Expunge([A.Find(3 + round)!]);
            await ExpectInAnyOrderAsync(changes, $"A Removed {3 + round}");
            Assert.Equal(2, Budget.Held);
        }

        var ending = Stopwatch.StartNew();
        await EndAsync(stop, watch);
        // A goodbye gets one second, and who can't say it by then leaves without.
        Assert.True(ending.Elapsed > TimeSpan.FromMilliseconds(900) || Commands.Contains("LOGOUT"));
        Assert.Equal((1, 2L), (Budget.Held, Server.Statistics.LoginAttempts));
        // It may have been on its way back from a look into the other mailbox.
        await UntilAsync(() => session.State == SessionState.Selected);
        Assert.False(changes.TryRead(out _));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(9, 4)]
    public async Task One_connection_is_left_to_others_and_what_has_none_is_asked_for(int maximum, int held)
    {
        MaximumConnections = maximum;
        Fill();
        using var stop = new CancellationTokenSource();
        var (changes, watch) = Watch(await ConnectAsync(), stop.Token, held == 4 ? Patient : Quick, Three);
        await IdlingAsync();
        for (uint round = 0; round < 3; round++)
        {
            foreach (var (name, count) in new[] { ("A", 2u), ("B", 3u), ("C", 4u), ("INBOX", 1u) })
            {
                Server.Mailboxes[name].Add(Mail(1));
                await ExpectInAnyOrderAsync(changes, $"{name} New {count + round + 1}");
            }
        }

        // Who has a place may not have come to the server yet.
        await UntilAsync(() => Budget.Held == held && Server.Statistics.LoginAttempts == held);
        await EndAsync(stop, watch);
        Assert.Equal((1, (long)held), (Budget.Held, Server.Statistics.LoginAttempts));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public async Task Without_room_or_leave_to_log_in_again_it_is_asked(int maximum)
    {
        if (maximum == 1)
            Reconnect = ReconnectPolicy.Never;
        else
            MaximumConnections = maximum;
        Fill();
        var (changes, _) = Watch(await ConnectAsync(), Cancel, null, NameA);
        await IdlingAsync();
        A.Add(Mail(1));
        await ExpectInAnyOrderAsync(changes, "A New 3");
        Assert.Equal((1, 1L), (Budget.Held, Server.Statistics.LoginAttempts));
    }

    [Fact]
    public async Task Whoever_wants_a_connection_gets_that_of_a_listener()
    {
        var owner = new object();
        Fill();
        using var credentials = new Client.Authentication.LoginCredentials("user") { Password = new Client.Authentication.SecretString("password".AsSpan()) };
        Task<ImapSession> ConnectOwnAsync() => ImapSession.ConnectAsync(Request() with { Owner = owner }, credentials, Cancel).WaitAsync(Hang);
        await using var session = await ConnectOwnAsync();
        using var stop = new CancellationTokenSource();
        var (changes, watch) = Watch(session, stop.Token, null, NameA);
        await UntilAsync(() => Budget.Held == 2);
        await using var second = await ConnectOwnAsync();
        await using (await ConnectOwnAsync())
        {
            Assert.Equal(3, Budget.Held);
            A.Add(Mail(1));
            await ExpectInAnyOrderAsync(changes, "A New 3");
            await FailsAsync(ImapError.ConnectionLimit, () => ConnectOwnAsync());
            Assert.Equal(3, Budget.Held);
        }

        await second.DisposeAsync();
        // There is room again.
        await UntilAsync(() => Budget.Held == 2);
        A.Add(Mail(2));
        await ExpectInAnyOrderAsync(changes, "A New 4");
        await EndAsync(stop, watch);
        Assert.Equal(1, Budget.Held);
    }

    [Fact]
    public async Task One_that_is_cut_listens_again_and_what_happened_meanwhile_is_told()
    {
        var gaps = 0;
        Reconnect = new ReconnectPolicy
        {
            Wait = (_, _) =>
            {
                gaps++;
                A.Add(Mail(2));
                return Task.CompletedTask;
            },
        };
        Fill();
        var (changes, _) = Watch(await ConnectAsync(), Cancel, Patient, NameA);
        for (uint round = 0; round < 3; round++)
        {
            await AllIdlingAsync(2);
            // The first that is told something, which is the listener unless the session's IDLE is to be granted yet.
            Server.Faults.CutAfterSent(1);
            A.Add(Mail(1));
            await ExpectInAnyOrderAsync(changes, $"A New {3 + (2 * round)}", $"A New {4 + (2 * round)}");
            await UntilAsync(() => Budget.Held == 2);
        }

        Assert.Equal(3, gaps);
        Assert.False(changes.TryRead(out _));
    }

    [Fact]
    public async Task When_all_connections_are_cut_everything_is_told_once()
    {
        Fill();
        var (changes, _) = Watch(await ConnectAsync(), Cancel, Patient, NameA);
        for (uint round = 0; round < 5; round++)
        {
            await IdlingAsync();
            Server.CutConnections();
            A.Add(Mail(1));
            Inbox.Add(Mail(2));
            await ExpectInAnyOrderAsync(changes, $"A New {3 + round}", $"INBOX New {2 + round}");
        }

        Assert.False(changes.TryRead(out _));
    }

    [Theory]
    [InlineData("[AUTHENTICATIONFAILED] no", false)]
    [InlineData("[UNAVAILABLE] Maximum number of connections from user+IP exceeded", true)]
    [InlineData("Too many simultaneous connections. (Failure)", true)]
    public async Task One_that_is_refused_is_polled_and_tried_again_if_that_may_help(string text, bool helps)
    {
        Fill();
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("AUTHENTICATE", "{tag} NO " + text);
        using var stop = new CancellationTokenSource();
        var (changes, watch) = Watch(session, stop.Token, null, NameA);
        await UntilAsync(() => Told.Any(static t => t.StartsWith("Nobody listens to A", StringComparison.Ordinal)));
        A.Add(Mail(1));
        await ExpectInAnyOrderAsync(changes, "A New 3");
        if (helps)
            await UntilAsync(() => Budget.Held == 2 && Server.Statistics.LoginAttempts == 2);
        A.Add(Mail(2));
        await ExpectInAnyOrderAsync(changes, "A New 4");
        await EndAsync(stop, watch);
        // The one that was refused is not counted.
        Assert.Equal((1, helps ? 2L : 1L), (Budget.Held, Server.Statistics.LoginAttempts));
    }

    [Fact]
    public async Task One_that_may_not_open_its_mailbox_is_polled()
    {
        Fill();
        var session = await ConnectAsync();
        // The session itself looks into both mailboxes first.
        Server.Faults.Order(new OrderedFault(FaultKind.No, "EXAMINE") { Nth = 3 });
        var (changes, _) = Watch(session, Cancel, null, NameA);
        await UntilAsync(() => Told.Any(static t => t.StartsWith("Nobody listens to A", StringComparison.Ordinal)));
        A.Add(Mail(1));
        await ExpectInAnyOrderAsync(changes, "A New 3");
        Assert.Equal(1, Budget.Held);
    }

    [Fact]
    public async Task Where_idle_is_refused_all_mailboxes_are_polled()
    {
        Fill();
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("IDLE", "{tag} NO not here", times: 10_000);
        var (changes, _) = Watch(session, Cancel, null, NameA);
        await UntilAsync(() => Commands.Count(static c => c == "NOOP") >= 2);
        A.Add(Mail(1));
        await ExpectInAnyOrderAsync(changes, "A New 3");
        Inbox.Add(Mail(2));
        await ExpectInAnyOrderAsync(changes, "INBOX New 2");
        await UntilAsync(() => Budget.Held == 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mailbox_that_goes_away_under_it_ends_the_watch_with_its_name(bool cut)
    {
        Fill();
        var session = await ConnectAsync();
        var (_, watch) = Watch(session, Cancel, Quick with { IdleTime = TimeSpan.FromMilliseconds(100) }, NameA);
        await UntilAsync(() => Budget.Held == 2);
        Server.Mailboxes.Delete(NameA);
        if (cut)
            Server.CutConnections();
        var error = await FailsAsync(ImapError.MailboxNotFound, () => watch);
        Assert.Contains("'A'", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Budget.Held);
    }

    [Fact]
    public async Task A_mailbox_made_anew_under_it_is_told_and_watched_on()
    {
        Fill();
        var (changes, _) = Watch(await ConnectAsync(), Cancel, Quick with { IdleTime = TimeSpan.FromMilliseconds(100) }, NameA);
        await UntilAsync(() => Budget.Held == 2);
        A.ChangeUidValidity();
        await ExpectInAnyOrderAsync(changes, "A MailboxChanged 0");
        var next = A.UidNext;
        A.Add(Mail(1));
        await ExpectInAnyOrderAsync(changes, $"A New {next}");
    }

    [Fact]
    public async Task What_is_done_about_a_message_at_once_on_the_same_session_hangs_nothing()
    {
        Fill();
        Server.Mailboxes.GetOrCreate("Done");
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel, Patient, NameA);
        await IdlingAsync();
        for (uint uid = 3; uid < 8; uid++)
        {
            A.Add(Mail(1));
            await ExpectInAnyOrderAsync(changes, $"A New {uid}");
            Assert.Null(Assert.Single(await session.MoveAsync(NameA, A.UidValidity, UidSet.Of(uid), MailboxName.Create("Done"), Cancel).WaitAsync(Hang)).Error);
            await ExpectInAnyOrderAsync(changes, $"A Removed {uid}");
        }

        Assert.Equal(5, Server.Mailboxes["Done"].Count);
    }

    [Fact]
    public async Task A_session_that_is_closed_takes_its_listeners_along()
    {
        Fill();
        var session = await ConnectAsync();
        await using var watch = session.WatchAsync([MailboxName.Inbox, NameA], Patient, Cancel).GetAsyncEnumerator(Cancel);
        var next = watch.MoveNextAsync().AsTask();
        await UntilAsync(() => Budget.Held == 2 && Commands.Count(static c => c == "IDLE") >= 2);
        A.Add(Mail(1));
        Assert.True(await next.WaitAsync(Hang));
        // Nobody asks for the next change.
        await session.DisposeAsync();
        await UntilAsync(() => Budget.Held == 0 && Server.OpenConnections == 0);
    }

    [Fact]
    public async Task A_server_that_says_nothing_more_holds_up_no_end()
    {
        Fill();
        using var stop = new CancellationTokenSource();
        var (_, watch) = Watch(await ConnectAsync(silence: TimeSpan.FromHours(1)), stop.Token, Patient, NameA);
        await UntilAsync(() => Budget.Held == 2 && Commands.Count(static c => c == "IDLE") >= 2);
        Server.Faults.Silent = true;
        await EndAsync(stop, watch);
        Assert.Equal(1, Budget.Held);
    }
}
