using System.Text;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Loopback;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>A loopback server with some messages, and a session on it whose conversation is kept.</summary>
internal sealed class WritingHarness : IAsyncDisposable
{
    private readonly List<string> _trace = [];

    private WritingHarness(LoopbackServer server) => Server = server;

    public LoopbackServer Server { get; }

    public ImapSession Session { get; private set; } = null!;

    public LoopbackMailbox Inbox => Server.Mailboxes["INBOX"];

    public uint Validity => Inbox.UidValidity;

    /// <summary>The commands that were sent, in order.</summary>
    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (_trace)
                return [.. _trace.Where(l => l.Contains(" C: "))];
        }
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<WritingHarness> StartAsync(int messages = 5, Action<LoopbackOptions>? configure = null)
    {
        var options = new LoopbackOptions { Tls = false };
        configure?.Invoke(options);
        var harness = new WritingHarness(LoopbackServer.Start(options));
        for (var i = 1; i <= messages; i++)
            harness.Inbox.Add(Text(i));
        harness.Session = await harness.ConnectAsync();
        return harness;
    }

    public async Task<ImapSession> ConnectAsync()
    {
        var request = new ConnectRequest("localhost")
        {
            Security = ConnectionSecurity.None,
            StartTlsPort = Server.Port,
            Port = Server.Port,
            Options = new ConnectionOptions { Trace = new ProtocolTrace(Add) }.WithTimeout(TimeSpan.FromMinutes(2)),
        };
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        var session = await ImapSession.ConnectAsync(request, credentials, Token);
        session.StaleAfter = TimeSpan.MaxValue;
        return session;
    }

    public static string Text(int number) => $"From: a@example.org\r\nSubject: message {number}\r\n\r\nThis is message {number}.\r\n";

    public static AppendItem Item(string text, MessageFlags? flags = null) => new(AppendSource.FromBytes(Encoding.UTF8.GetBytes(text)), flags);

    public async Task<List<AppendResult>> AppendAsync(IEnumerable<AppendItem> items, AppendOptions? options = null, string mailbox = "INBOX")
    {
        var results = new List<AppendResult>();
        await foreach (var result in Session.AppendAsync(MailboxName.Create(mailbox), items, options, Token))
            results.Add(result);
        return results;
    }

    public async ValueTask DisposeAsync()
    {
        // The server first: where it plays a script, a session waits for its goodbye.
        await Server.DisposeAsync();
        await Session.DisposeAsync();
    }

    private void Add(string line)
    {
        lock (_trace)
            _trace.Add(line);
    }
}
