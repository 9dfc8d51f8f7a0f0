using System.Collections.Concurrent;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;

namespace ImapPS.Client.Tests.Connection;

/// <summary>Engine against a server that the test plays itself.</summary>
public abstract class RawTest : IAsyncDisposable
{
    protected static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private readonly List<IAsyncDisposable> _owned = [];

    protected ConcurrentQueue<string> Trace { get; } = new();

    protected ConcurrentQueue<string> Alerts { get; } = new();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static byte[] Octets(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    protected RawServer Start(Func<RawPeer, Task> conversation)
    {
        var server = RawServer.Start(conversation);
        _owned.Add(server);
        return server;
    }

    protected ConnectRequest Request(RawServer server, Func<ConnectionOptions, ConnectionOptions>? options = null, ConnectionSecurity security = ConnectionSecurity.None)
    {
        var all = new ConnectionOptions { Trace = new ProtocolTrace(Trace.Enqueue) }.WithTimeout(Hang);
        return new ConnectRequest("127.0.0.1")
        {
            Port = server.Port,
            Security = security,
            Options = options is null ? all : options(all),
            Alert = Alerts.Enqueue,
        };
    }

    /// <summary>A connection on which nobody is logged in.</summary>
    protected async Task<ImapConnection> OpenAsync(Func<RawPeer, Task> conversation, Func<ConnectionOptions, ConnectionOptions>? options = null)
    {
        var (connection, _) = await Connector.ConnectAsync(Request(Start(conversation), options), Cancel).WaitAsync(Hang);
        _owned.Insert(0, connection);
        return connection;
    }

    /// <summary>A session by LOGIN, which the conversation must answer (<see cref="RawPeer.LogInAsync"/>).</summary>
    protected async Task<ImapSession> ConnectAsync(Func<RawPeer, Task> conversation, Func<ConnectionOptions, ConnectionOptions>? options = null)
    {
        using var credentials = Credentials();
        var session = await ImapSession.ConnectAsync(Request(Start(conversation), options), credentials, Cancel).WaitAsync(Hang);
        session.StaleAfter = TimeSpan.MaxValue;
        _owned.Insert(0, session.Connection);
        return session;
    }

    protected static LoginCredentials Credentials(params string[] mechanisms) =>
        new("user") { Password = new SecretString("pencil".AsSpan()), Mechanisms = mechanisms };

    protected static async Task<ImapException> FailsAsync(ImapError error, Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<ImapException>(() => action().WaitAsync(Hang));
        Assert.True(error == exception.Error, $"{error} was expected: {exception}");
        Assert.DoesNotContain(exception.Message, char.IsControl);
        return exception;
    }

    protected static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Hang;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not happen.");
            await Task.Delay(5, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var owned in _owned)
            await owned.DisposeAsync().AsTask().WaitAsync(Hang);
    }
}
