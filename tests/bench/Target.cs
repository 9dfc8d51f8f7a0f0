using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Client.Transport;

namespace ImapPS.Bench;

/// <summary>The server that is measured, as tests/servers/* describe theirs in server.json.</summary>
internal sealed record Target(string Host, int Port, int TlsPort, string User, string Password, string CaFile)
{
    public static Target FromFile(string path, string user)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var root = json.RootElement;
        var account = root.GetProperty("users").EnumerateArray().First(u => u.GetProperty("user").GetString() == user);
        return new Target(
            root.GetProperty("host").GetString()!,
            root.GetProperty("port").GetInt32(),
            root.GetProperty("tlsPort").GetInt32(),
            user,
            account.GetProperty("password").GetString()!,
            root.GetProperty("caFile").GetString()!);
    }

    /// <summary>A loopback server with its own user.</summary>
    public static Target Generated(int port) => new("127.0.0.1", port, 0, "user", "password", "");

    public async Task<ImapSession> ConnectAsync(ConnectionSecurity security, int? port = null, Action<string>? trace = null)
    {
        using var credentials = new LoginCredentials(User) { Password = new SecretString(Password.AsSpan()) };
        return await ImapSession.ConnectAsync(
            new ConnectRequest(Host)
            {
                Security = security,
                Port = port ?? (security == ConnectionSecurity.ImplicitTls ? TlsPort : Port),
                Tls = new TlsOptions { CertificateAuthorities = CaFile.Length == 0 ? [] : [X509Certificate2.CreateFromPem(File.ReadAllText(CaFile))] },
                Options = new ConnectionOptions { Trace = trace is null ? null : new ProtocolTrace(trace) },
            },
            credentials,
            CancellationToken.None);
    }
}
