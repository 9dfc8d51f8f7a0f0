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
    /// <param name="silence">How long a dead peer goes unnoticed; null for a minute.</param>
    /// <param name="trace">Gets the conversation.</param>
    /// <param name="line">What stands between: the server is done with what came over it before another connection is made; null for none.</param>
    public static async Task<ImapSession> ConnectAsync(ServerDescription server, int port, TimeSpan? silence = null, ConcurrentQueue<string>? trace = null, FaultyLine? line = null)
    {
        using var credentials = new LoginCredentials(server.User) { Password = new SecretString(server.Password.AsSpan()) };
        return await ImapSession.ConnectAsync(
            new ConnectRequest(server.Host)
            {
                Security = ConnectionSecurity.None,
                StartTlsPort = port,
                Options = new ConnectionOptions { SilenceTimeout = silence ?? TimeSpan.FromMinutes(1), Trace = trace is null ? null : new ProtocolTrace(trace.Enqueue) },
                // A server ends what it was at in far less, and nobody waits for a minute here; it is down for some seconds.
                Reconnect = new ReconnectPolicy { MaximumAttempts = 200, Wait = (_, cancellationToken) => WaitAsync(line, cancellationToken) },
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

    private static async Task WaitAsync(FaultyLine? line, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(150), cancellationToken);
        if (line is not null)
            await line.QuietAsync().WaitAsync(Form.Hang, cancellationToken);
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
