using System.Collections.Concurrent;
using System.Text;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.RealServers;

/// <summary>Sessions on a real server, in the clear so that the octets of a line are those of IMAP, and mail to be found again.</summary>
internal static class ServerClient
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="server">Which.</param>
    /// <param name="port">The server's own, or a line's.</param>
    /// <param name="trace">Gets the conversation.</param>
    /// <param name="quiet">What else is waited for before another connection is made; null for nothing.</param>
    /// <param name="patience">With a peer that may be dead; null for much.</param>
    public static async Task<ImapSession> ConnectAsync(ServerDescription server, int port, ConcurrentQueue<string>? trace = null, Func<Task>? quiet = null, Patience? patience = null)
    {
        using var credentials = new LoginCredentials(server.User) { Password = new SecretString(server.Password.AsSpan()) };
        patience ??= new Patience(null);
        return await patience.ConnectAsync(
            new ConnectRequest(server.Host)
            {
                Security = ConnectionSecurity.None,
                StartTlsPort = port,
                Options = patience.Options with { Trace = trace is null ? null : new ProtocolTrace(trace.Enqueue) },
                // Nobody waits for a minute here; a server is down for some seconds, or for as long as a busy machine takes to start it.
                Reconnect = new ReconnectPolicy { MaximumAttempts = 10_000, Wait = (_, cancellationToken) => WaitAsync(quiet, cancellationToken) },
                Compress = CompressionUse.Off,
            },
            credentials,
            Token);
    }

    /// <summary>Waits until a watch has begun: what happens before is not its business.</summary>
    public static async Task WatchingAsync(ConcurrentQueue<string> trace)
    {
        while (!trace.Any(static l => l.EndsWith(" IDLE", StringComparison.Ordinal)))
            await Task.Delay(20, Token);
    }

    private static async Task WaitAsync(Func<Task>? quiet, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(150), cancellationToken);
        if (quiet is not null)
            await quiet().WaitAsync(Form.Hang, cancellationToken);
    }

    public static AppendItem Message(string subject) => new(AppendSource.FromBytes(Encoding.ASCII.GetBytes(
        $"From: a@example.org\r\nTo: b@example.org\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():N}@example.org>\r\n\r\nThis is {subject}.\r\n")));

    public static async Task<List<AppendResult>> AddAsync(ImapSession session, MailboxName mailbox, params string[] subjects)
    {
        var results = new List<AppendResult>();
        await foreach (var result in session.AppendAsync(mailbox, subjects.Select(Message), new AppendOptions { CreateMailbox = true }, Token))
            results.Add(result);
        return results;
    }

    /// <summary>The subjects of what is there now, in order of their names.</summary>
    public static async Task<string[]> SubjectsAsync(ImapSession session, MailboxName mailbox)
    {
        // What is open may not show yet what others did a moment ago.
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Token);
        var subjects = new List<string>();
        await foreach (var batch in session.FetchAllAsync(mailbox, new FetchItems { Attributes = FetchAttributes.Envelope }, null, Token))
            subjects.AddRange(batch.Messages.Select(static m => m.Envelope!.Subject!));
        return [.. subjects.Order(StringComparer.Ordinal)];
    }
}
