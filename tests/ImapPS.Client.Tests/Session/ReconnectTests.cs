using System.Collections.Concurrent;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Loopback;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Session;

/// <summary>A session survives its connection, within what is safe.</summary>
public class ReconnectTests : EngineTest
{
    /// <summary>One address: a second one is dialled beside it where the machine is slow, and counts.</summary>
    protected override string Host => "127.0.0.1";

    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public ReconnectTests() => Reconnect = new ReconnectPolicy
    {
        MaximumAttempts = 4,
        Wait = (delay, _) =>
        {
            _waits.Enqueue(delay);
            return Task.CompletedTask;
        },
    };

    private static Task<SearchResult> SearchAsync(ImapSession session) => session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang);

    private async Task<ImapSession> ConnectedAndLostAsync(CutKind kind = CutKind.Close)
    {
        Fill(3);
        var session = await ConnectAsync();
        await SearchAsync(session);
        Server.Faults.CutAfterSent(2, kind);
        await Assert.ThrowsAsync<ImapException>(() => session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang));
        return session;
    }

    [Theory]
    [InlineData(CutKind.Close)]
    [InlineData(CutKind.Reset)]
    public async Task What_comes_after_a_loss_connects_again(CutKind kind)
    {
        var session = await ConnectedAndLostAsync(kind);
        Assert.Equal(SessionState.Disconnected, session.State);
        var name = session.Name;
        Assert.Equal(3, (await SearchAsync(session)).Count);
        Assert.Equal(SessionState.Selected, session.State);
        Assert.Equal((1, name), (session.Reconnects, session.Name));
        Assert.InRange(Assert.Single(_waits).TotalSeconds, 0.5, 1);
        Assert.Contains(Told, t => t.Contains("attempt 1 of 4", StringComparison.Ordinal));
        Assert.Contains(Told, t => t.StartsWith("Connected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_that_is_cut_off_is_asked_again()
    {
        Fill(50);
        var session = await ConnectAsync();
        foreach (var octets in new[] { 1, 20, 300 })
        {
            Server.Faults.CutAfterSent(octets);
            Assert.Equal(50, (await SearchAsync(session)).Count);
        }

        Assert.InRange(session.Reconnects, 2, 3);
    }

    [Fact]
    public async Task A_command_that_ends_the_connection_each_time_is_given_up()
    {
        Fill(3);
        var session = await ConnectAsync();
        Server.Faults.CutAfterReceived(400, everyConnection: true);
        // Enough for the login, too little for what comes behind it.
        var error = await Assert.ThrowsAsync<ImapException>(() => session.SearchAsync(MailboxName.Inbox, SearchKey.Subject(new string('x', 600)), Cancel).WaitAsync(Hang));
        Assert.Equal(ImapError.ConnectionLost, error.Error);
        Assert.InRange(session.Reconnects, 1, 4);
    }

    [Fact]
    public async Task The_wait_doubles_and_a_busy_server_gets_more()
    {
        var session = await ConnectedAndLostAsync();
        Server.Faults.AnswerNext("AUTHENTICATE", "{tag} NO [UNAVAILABLE] later");
        Server.Faults.AnswerNext("AUTHENTICATE", "{tag} NO [UNAVAILABLE] still later");
        await SearchAsync(session);
        var waits = _waits.Select(w => w.TotalSeconds).ToArray();
        Assert.Equal(3, waits.Length);
        Assert.InRange(waits[0], 0.5, 1);
        Assert.InRange(waits[1], 16, 32);
        Assert.InRange(waits[2], 32, 64);
    }

    [Fact]
    public async Task A_refused_password_is_not_tried_again()
    {
        Options.Mechanisms.Clear();
        Options.Mechanisms.Add("PLAIN");
        var session = await ConnectedAndLostAsync();
        Server.Faults.AnswerNext("AUTHENTICATE", "{tag} NO [AUTHENTICATIONFAILED] no more");
        await FailsAsync(ImapError.AuthenticationFailed, () => SearchAsync(session));
        Assert.Single(_waits);
        // What the next command finds may be better: the session is not given up.
        Assert.Equal(SessionState.Disconnected, session.State);
        Assert.Equal(3, (await SearchAsync(session)).Count);
    }

    [Fact]
    public async Task After_the_last_attempt_the_loss_and_the_reason_areTold()
    {
        var session = await ConnectedAndLostAsync();
        var port = Server.Port;
        await Server.DisposeAsync();
        // Nobody else gets it meanwhile.
        using var held = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        held.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
        var error = await FailsAsync(ImapError.ConnectionLost, () => SearchAsync(session));
        Assert.Contains("4 attempts", error.Message, StringComparison.Ordinal);
        Assert.Equal(ImapError.ConnectionRefused, Assert.IsType<ImapException>(error.InnerException).Error);
        Assert.Equal(4, _waits.Count);
        Assert.Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* BYE [UNAVAILABLE] later", 8)]
    [InlineData("* BYE sorry", 0.5)]
    public async Task A_server_that_turns_away_is_asked_no_oftener_than_allowed_and_less_and_less(string greeting, double first)
    {
        Reconnect = Reconnect with { MaximumAttempts = new ReconnectPolicy().MaximumAttempts };
        var session = await ConnectedAndLostAsync();
        var before = Server.Statistics.Connections;
        Options.GreetingText = greeting;
        await FailsAsync(ImapError.ConnectionLost, () => SearchAsync(session));
        Assert.Equal(Reconnect.MaximumAttempts, Server.Statistics.Connections - before);
        var waits = _waits.Select(w => w.TotalSeconds).ToArray();
        Assert.Equal(Reconnect.MaximumAttempts, waits.Length);
        // Each may be as short as half of its step, so that each second one is longer for certain, up to two minutes.
        Assert.All(waits.Skip(1), w => Assert.InRange(w, first, 120));
        Assert.All(waits.Zip(waits.Skip(2)), p => Assert.True(p.Second > p.First || p.Second >= 60, $"{p}"));
        // In all minutes, not seconds.
        Assert.InRange(waits.Sum(), 4 * 60, 20 * 60);
    }

    [Fact]
    public async Task Never_means_never()
    {
        Reconnect = ReconnectPolicy.Never;
        var session = await ConnectedAndLostAsync();
        Assert.Equal(SessionState.Broken, session.State);
        await FailsAsync(ImapError.ConnectionLost, () => SearchAsync(session));
        Assert.Empty(_waits);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_followed_stays_broken()
    {
        Fill(1);
        var session = await ConnectAsync();
        Server.Faults.InjectAfterResponses("UID SEARCH", 0, "* 1 FETCH (UID 1 BODY[] {9999999999}");
        await FailsAsync(ImapError.ProtocolViolation, () => SearchAsync(session));
        Assert.Equal(SessionState.Broken, session.State);
        Assert.Empty(_waits);
    }

    [Fact]
    public async Task A_changed_uidvalidity_is_found_before_anything_else()
    {
        var session = await ConnectedAndLostAsync();
        var before = Inbox.UidValidity;
        Inbox.ChangeUidValidity();
        await FailsAsync(ImapError.UidValidityChanged, () => session.EnqueueReadAsync(MailboxName.Inbox, before, () => 0, Cancel));
        Assert.Equal(1, session.Reconnects);
    }

    [Fact]
    public async Task Many_at_once_make_one_connection()
    {
        var session = await ConnectedAndLostAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SearchAsync(session)));
        Assert.Equal(1, session.Reconnects);
        Assert.Single(_waits);
    }

    [Fact]
    public async Task A_token_is_asked_for_again()
    {
        Options.Mechanisms.Clear();
        Options.Mechanisms.Add("OAUTHBEARER");
        Options.Users.Clear();
        Options.Users.Add(new LoopbackUser("user", "password") { AccessToken = "good-token" });
        Fill(1);
        var source = new CountingTokenSource();
        using var credentials = new LoginCredentials("user") { TokenSource = source };
        await using var session = await ImapSession.ConnectAsync(Request(), credentials, Cancel).WaitAsync(Hang);
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        await SearchAsync(session);
        Assert.Equal(2, source.Asked);
        source.Fails = true;
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        var error = await FailsAsync(ImapError.AuthenticationFailed, () => SearchAsync(session));
        Assert.Equal("no token today", error.Message);
        source.Fails = false;
        await SearchAsync(session);
    }

    [Fact]
    public async Task The_secrets_are_the_sessions_own_and_go_with_it()
    {
        Fill(1);
        var password = new SecretString("password".AsSpan());
        ImapSession session;
        using (var credentials = new LoginCredentials("user") { Password = password })
            session = await ImapSession.ConnectAsync(Request(), credentials, Cancel).WaitAsync(Hang);
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        await SearchAsync(session);
        Assert.Equal(1, session.Reconnects);
        await session.DisposeAsync();
        Assert.Equal(SessionState.Closed, session.State);
        await FailsAsync(ImapError.SessionClosed, () => SearchAsync(session));
    }

    [Fact]
    public async Task Closing_ends_the_wait_for_a_connection()
    {
        var waiting = new TaskCompletionSource();
        Reconnect = Reconnect with
        {
            Wait = (_, cancellationToken) =>
            {
                waiting.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };
        var session = await ConnectedAndLostAsync();
        var search = SearchAsync(session);
        await waiting.Task.WaitAsync(Hang);
        await session.DisposeAsync().AsTask().WaitAsync(Hang);
        await FailsAsync(ImapError.SessionClosed, () => search);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_connection_and_the_session_lives_on()
    {
        var wait = new TaskCompletionSource();
        Reconnect = Reconnect with { Wait = (_, cancellationToken) => wait.Task.IsCompleted ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellationToken) };
        var session = await ConnectedAndLostAsync();
        using var cancel = new CancellationTokenSource();
        var search = session.SearchAsync(MailboxName.Inbox, SearchKey.All, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search.WaitAsync(Hang));
        wait.SetResult();
        Assert.Equal(3, (await SearchAsync(session)).Count);
    }

    private sealed class CountingTokenSource : ITokenSource
    {
        public int Asked { get; private set; }

        public bool Fails { get; set; }

        public Task<SecretString> GetTokenAsync(CancellationToken cancellationToken)
        {
            if (Fails)
                throw new ImapException(ImapError.AuthenticationFailed, "no token today");
            Asked++;
            return Task.FromResult(new SecretString("good-token".AsSpan()));
        }
    }
}
