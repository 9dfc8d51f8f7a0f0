using ImapPS.Loopback.Store;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Session;

/// <summary>A server for each test, with a few messages in INBOX for those that ask for them.</summary>
public abstract class SessionTest : IAsyncDisposable
{
    private readonly List<RawClient> _clients = [];
    private LoopbackServer? _server;

    protected static readonly DateTimeOffset Day = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    protected LoopbackOptions Options { get; } = new();

    protected LoopbackServer Server => _server ??= LoopbackServer.Start(Options);

    protected LoopbackMailbox Inbox => Server.Mailboxes.Inbox;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds messages with subjects "message 1", "message 2"... a day apart.</summary>
    protected void Fill(int count)
    {
        for (var i = 1; i <= count; i++)
            Inbox.Add($"From: a{i}@x.example\nSubject: message {i}\n\nbody {i}\n", null, Day.AddDays(i));
    }

    protected LoopbackMessage Add(string message, params string[] flags) => Inbox.Add(message, MessageFlags.Parse(flags), Day);

    private protected async Task<RawClient> ConnectAsync(bool tls = false)
    {
        var client = await RawClient.ConnectAsync(Server, tls);
        _clients.Add(client);
        return client;
    }

    private protected async Task<RawClient> LoginAsync(string? select = null)
    {
        var client = await RawClient.LoginAsync(Server, select);
        _clients.Add(client);
        return client;
    }
}
