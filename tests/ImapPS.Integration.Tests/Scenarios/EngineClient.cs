using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Client.Transport;
using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>Connects the engine to a test server, trusting that server's CA and no other.</summary>
internal static class EngineClient
{
    /// <summary>Far more than anything takes, also on a busy machine: what is not over by then hangs.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    public static Task<ImapSession> ConnectAsync(
        ServerDescription server,
        ConnectionSecurity security = ConnectionSecurity.StartTls,
        ServerUser? user = null,
        string? password = null,
        string? token = null,
        string? authorizationId = null,
        ServerProfile? profile = null,
        X509Certificate2? certificate = null,
        Action<string>? trace = null,
        CompressionUse compress = CompressionUse.Auto,
        ReconnectPolicy? reconnect = null,
        int? maximumConnections = null,
        params string[] mechanisms)
    {
        var account = user ?? new ServerUser(server.User, server.Password);
        var request = new ConnectRequest(profile?.Host ?? server.Host)
        {
            Security = security,
            StartTlsPort = profile?.Port ?? server.Port,
            ImplicitTlsPort = profile?.TlsPort ?? server.TlsPort,
            // The second port is for servers that have no first one, not for busy machines.
            Stagger = Hang,
            Compress = compress,
            Reconnect = reconnect ?? ReconnectPolicy.Never,
            MaximumConnections = maximumConnections,
            Tls = new TlsOptions
            {
                CertificateAuthorities = [X509Certificate2.CreateFromPem(File.ReadAllText(server.CaFile))],
                ClientCertificate = certificate,
            },
            Options = new ConnectionOptions { Trace = trace is null ? null : new ProtocolTrace(trace) }.WithTimeout(Hang),
        };
        return ConnectAsync(request, new LoginCredentials(account.User)
        {
            Password = token is null && certificate is null ? new SecretString((password ?? account.Password).AsSpan()) : null,
            Token = token is null ? null : new SecretString(token.AsSpan()),
            AuthorizationId = authorizationId,
            HasClientCertificate = certificate is not null,
            Mechanisms = mechanisms,
        });
    }

    private static async Task<ImapSession> ConnectAsync(ConnectRequest request, LoginCredentials credentials)
    {
        using (credentials)
            return await ImapSession.ConnectAsync(request, credentials, TestContext.Current.CancellationToken);
    }
}
