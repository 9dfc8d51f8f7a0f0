using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Transport;
using ImapPS.Loopback;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Session;

/// <summary>A loopback server, sessions on it, and what was heard of them. The server starts with the first use of it.</summary>
public abstract class EngineTest : IAsyncDisposable
{
    /// <summary>Far more than any test takes: what is not over by then hangs.</summary>
    protected static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private readonly List<ImapSession> _sessions = [];
    private LoopbackServer? _server;

    protected LoopbackOptions Options { get; } = new();

    protected LoopbackServer Server => _server ??= LoopbackServer.Start(Options);

    protected LoopbackMailbox Inbox => Server.Mailboxes.Inbox;

    protected ConcurrentQueue<string> Trace { get; } = new();

    protected ConcurrentQueue<string> Alerts { get; } = new();

    /// <summary>What was said of waiting.</summary>
    protected ConcurrentQueue<string> Told { get; } = new();

    /// <summary>How many connections there may be to an account. Default: any number.</summary>
    protected int? MaximumConnections { get; set; }

    /// <summary>How long is waited for one of them.</summary>
    protected TimeSpan Patience { get; set; } = Hang;

    /// <summary>What sessions do about a lost connection. Default: nothing.</summary>
    protected ReconnectPolicy Reconnect { get; set; } = ReconnectPolicy.Never;

    /// <summary>Auto compresses nothing here: the server is near.</summary>
    protected CompressionUse Compress { get; set; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The commands that the server got, without their tags.</summary>
    protected IReadOnlyList<string> Commands => Server.Log.Commands;

    /// <summary>What the server is called by. Default: a name with two addresses, of which both may be tried.</summary>
    protected virtual string Host => Server.Host;

    protected ConnectRequest Request(ConnectionSecurity security = ConnectionSecurity.None, TimeSpan? silence = null) => new(Host)
    {
        Security = security,
        StartTlsPort = Server.Port,
        ImplicitTlsPort = Server.TlsPort,
        Tls = new TlsOptions { CertificateAuthorities = Server.CertificateAuthorityPem is { } pem ? [X509Certificate2.CreateFromPem(pem)] : [] },
        Options = new ConnectionOptions { Trace = new ProtocolTrace(Trace.Enqueue) }.WithTimeout(Hang) with { SilenceTimeout = silence ?? Hang },
        Alert = Alerts.Enqueue,
        Reconnect = Reconnect,
        Waiting = step => Told.Enqueue(step.Text),
        MaximumConnections = MaximumConnections,
        Patience = Patience,
        Compress = Compress,
    };

    protected async Task<ImapSession> ConnectAsync(
        ConnectionSecurity security = ConnectionSecurity.None,
        string password = "password",
        string user = "user",
        TimeSpan? silence = null,
        string? token = null,
        params string[] mechanisms)
    {
        using var credentials = new LoginCredentials(user)
        {
            Password = token is null ? new SecretString(password.AsSpan()) : null,
            Token = token is null ? null : new SecretString(token.AsSpan()),
            Mechanisms = mechanisms,
        };
        var session = await ImapSession.ConnectAsync(Request(security, silence), credentials, Cancel).WaitAsync(Hang);
        session.StaleAfter = TimeSpan.MaxValue;
        _sessions.Add(session);
        return session;
    }

    /// <summary>Messages of one line each, UIDs from 1.</summary>
    protected void Fill(int count, string mailbox = "INBOX") =>
        Server.Mailboxes.GetOrCreate(mailbox).AddGenerated(count, uid => System.Text.Encoding.ASCII.GetBytes($"Subject: {mailbox} {uid}\r\n\r\nText {uid}\r\n"));

    protected static async Task<List<FetchResponse>> ReadAsync(IAsyncEnumerable<FetchBatch> batches) =>
        (await ReadBatchesAsync(batches)).SelectMany(b => b.Messages).ToList();

    protected static Task<List<FetchBatch>> ReadBatchesAsync(IAsyncEnumerable<FetchBatch> batches)
    {
        return Read().WaitAsync(Hang);

        async Task<List<FetchBatch>> Read()
        {
            var result = new List<FetchBatch>();
            await foreach (var batch in batches)
                result.Add(batch);
            return result;
        }
    }

    /// <summary>Waits for what happens soon on another thread.</summary>
    protected static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Hang;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not happen.");
            await Task.Delay(5, Cancel);
        }
    }

    protected static async Task<ImapException> FailsAsync(ImapError error, Func<Task> action)
    {
        var exception = await Assert.ThrowsAnyAsync<ImapException>(() => action().WaitAsync(Hang));
        Assert.True(error == exception.Error, $"{error} was expected: {exception}");
        Assert.DoesNotContain(exception.Message, char.IsControl);
        return exception;
    }

    protected static IEnumerable<uint> Numbers(int first, int last) => Enumerable.Range(first, last - first + 1).Select(n => (uint)n);

    protected static UidSet Set(params uint[] uids) => UidSet.From(uids);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // The server first: it may be silent on order, and a session waits for its goodbye.
        if (_server is not null)
            await _server.DisposeAsync().AsTask().WaitAsync(Hang);
        foreach (var session in _sessions)
            await session.DisposeAsync().AsTask().WaitAsync(Hang);
    }
}
