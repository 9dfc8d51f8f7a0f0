using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Session;

/// <summary>So many connections to an account, and no more, whoever asks for them.</summary>
public class ConnectionBudgetTests : EngineTest
{
    public ConnectionBudgetTests() => MaximumConnections = 2;

    private AccountBudget Budget => AccountBudget.Of(new AccountKey(Request(), "user"));

    private async Task<ImapSession> ConnectAsync(ConnectRequest request, string user = "user")
    {
        using var credentials = new LoginCredentials(user) { Password = new SecretString("password".AsSpan()) };
        return await ImapSession.ConnectAsync(request, credentials, Cancel).WaitAsync(Hang);
    }

    [Fact]
    public async Task A_further_connection_waits_until_one_is_closed()
    {
        var first = await ConnectAsync();
        var second = await ConnectAsync();
        var third = ConnectAsync();
        var fourth = ConnectAsync();
        await UntilAsync(() => Told.Count(t => t.Contains(second.Name, StringComparison.Ordinal)) == 2);
        Assert.Equal(2, Server.Statistics.LoginAttempts);
        Assert.False(third.IsCompleted);
        await first.DisposeAsync();
        await third;
        Assert.False(fourth.IsCompleted);
        Assert.Equal(2, Budget.Held);
        await second.DisposeAsync();
        await fourth;
        Assert.Equal(2, Budget.Held);
    }

    [Fact]
    public async Task A_wait_that_takes_too_long_says_what_to_do()
    {
        Patience = TimeSpan.FromMilliseconds(50);
        var first = await ConnectAsync();
        await ConnectAsync();
        var error = await FailsAsync(ImapError.ConnectionLimit, () => ConnectAsync());
        Assert.Contains("user@localhost", error.Message, StringComparison.Ordinal);
        Assert.Contains(first.Name, error.Message, StringComparison.Ordinal);
        Assert.Contains("Disconnect-Imap", error.Hint, StringComparison.Ordinal);
        Assert.Contains("-MaximumConnection", error.Hint, StringComparison.Ordinal);
        // Who gave up stands in nobody's way.
        await first.DisposeAsync();
        await ConnectAsync();
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_takes_nothing()
    {
        await ConnectAsync();
        var second = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        var waiting = ImapSession.ConnectAsync(Request(), credentials, stop.Token);
        await UntilAsync(() => !Told.IsEmpty);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Hang));
        await second.DisposeAsync();
        Assert.Equal(1, Budget.Held);
    }

    [Fact]
    public async Task Nobody_waits_for_itself()
    {
        var owner = new object();
        await using var first = await ConnectAsync(Request() with { Owner = owner });
        await using var second = await ConnectAsync(Request() with { Owner = owner });
        await FailsAsync(ImapError.ConnectionLimit, () => ConnectAsync(Request() with { Owner = owner }));
        // Another may wait for it.
        var other = ConnectAsync(Request() with { Owner = new object() });
        await UntilAsync(() => !Told.IsEmpty);
        await first.DisposeAsync();
        await (await other).DisposeAsync();
    }

    [Fact]
    public async Task Accounts_and_servers_are_counted_apart()
    {
        await ConnectAsync();
        await ConnectAsync();
        await using var other = LoopbackServerOfAnother();
        await using var there = await ConnectAsync(Request() with { Port = other.Port });
        Assert.Equal(2, Budget.Held);
        Options.Users.Add(new Loopback.LoopbackUser("bob", "password"));
        await using var bob = await ConnectAsync(Request(), "bob");
        Assert.Equal(2, Budget.Held);
    }

    private static Loopback.LoopbackServer LoopbackServerOfAnother() => Loopback.LoopbackServer.Start(new Loopback.LoopbackOptions());

    [Theory]
    [InlineData(null, 143, true)]
    [InlineData(993, 143, true)]
    [InlineData(null, 993, true)]
    [InlineData(993, 1993, false)]
    public void The_usual_ports_lead_to_one_server(int? one, int? other, bool same)
    {
        var request = new ConnectRequest("IMAP.example.org");
        Assert.Equal(same, new AccountKey(request with { Port = one }, "alice").Equals(new AccountKey(new ConnectRequest("imap.example.org") { Port = other }, "Alice")));
    }

    [Fact]
    public async Task A_login_that_fails_takes_no_place()
    {
        for (var i = 0; i < 3; i++)
            await FailsAsync(ImapError.AuthenticationFailed, () => ConnectAsync(password: "wrong"));
        Assert.Equal(0, Budget.Held);
    }

    [Fact]
    public async Task A_connection_that_is_lost_for_good_frees_its_place()
    {
        var session = await ConnectAsync();
        await ConnectAsync();
        Server.Faults.CutAfterSent(2);
        await FailsAsync(ImapError.ConnectionLost, () => session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel));
        Assert.Equal(1, Budget.Held);
        await ConnectAsync();
    }

    [Fact]
    public async Task A_connection_that_is_made_again_keeps_its_place()
    {
        Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };
        Fill(3);
        var session = await ConnectAsync();
        await ConnectAsync();
        var waiting = ConnectAsync();
        await UntilAsync(() => !Told.IsEmpty);
        Server.Faults.CutAfterSent(2);
        Assert.Equal(3, (await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang)).Count);
        Assert.Equal(1, session.Reconnects);
        Assert.Equal(2, Budget.Held);
        Assert.False(waiting.IsCompleted);
        // Under the name by which it can be closed.
        var another = ConnectAsync();
        await UntilAsync(() => Told.Count(t => t.Contains($"({session.Name},", StringComparison.Ordinal)) == 2);
        await session.DisposeAsync();
        await (await waiting).DisposeAsync();
        await another;
    }

    [Fact]
    public async Task The_late_end_of_a_connection_that_was_replaced_frees_nothing()
    {
        Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };
        Fill(3);
        var session = await ConnectAsync();
        var lost = session.Connection;
        lost.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang);
        lost.Ended!();
        Assert.Equal(1, Budget.Held);
    }

    [Fact]
    public async Task Credentials_are_kept_only_as_long_as_somebody_may_log_in_again()
    {
        Reconnect = new ReconnectPolicy();
        Fill(1);
        var session = await ConnectAsync();
        var credentials = typeof(ImapSession).GetField("_credentials", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
        Assert.NotNull(credentials.GetValue(session));
        Server.Faults.InjectAfterResponses("UID SEARCH", 0, "* 1 FETCH (UID 1 BODY[] {9999999999}");
        await FailsAsync(ImapError.ProtocolViolation, () => session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel));
        await UntilAsync(() => credentials.GetValue(session) is null);
    }

    [Fact]
    public async Task Many_at_once_are_never_more_than_there_may_be()
    {
        MaximumConnections = 3;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            await using var session = await ConnectAsync(Request());
            var held = Budget.Held;
            int seen;
            while (held > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, held, seen) != seen)
            {
            }

            await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);
        }));
        Assert.Equal(3, most);
        Assert.Equal(0, Budget.Held);
    }
}
