using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Loopback;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Connects the engine to a server in this process.</summary>
internal static class LoopbackClient
{
    public static async Task<ImapSession> ConnectAsync(LoopbackServer server, ConnectionOptions? options = null)
    {
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        var session = await ImapSession.ConnectAsync(
            new ConnectRequest("127.0.0.1") { Port = server.Port, Security = ConnectionSecurity.None, Options = options ?? new ConnectionOptions() },
            credentials,
            TestContext.Current.CancellationToken);
        session.StaleAfter = TimeSpan.MaxValue;
        return session;
    }
}
