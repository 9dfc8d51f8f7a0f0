using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Authentication;
using ImapPS.Client.Diagnosis;
using ImapPS.Client.Tests.Connecting;
using ImapPS.Client.Tests.Transport;
using ImapPS.Client.Transport;
using ImapPS.Loopback;

namespace ImapPS.Client.Tests.Diagnosis;

/// <summary>Runs the diagnosis against servers on this machine.</summary>
internal static class Diagnose
{
    public static Task<ServerReport> RunAsync(LoopbackServer server, LoginCredentials? credentials = null, params string[] require) =>
        RunAsync(server.TlsPort, server.Port, TestNetwork.Authority(server), credentials, TimeSpan.FromSeconds(30), require);

    public static async Task<ServerReport> RunAsync(
        int tlsPort, int plainPort, X509Certificate2[]? authorities = null, LoginCredentials? credentials = null, TimeSpan? timeout = null, params string[] require) =>
        await ServerDiagnosis.RunAsync(
            new DiagnosisRequest("localhost")
            {
                ImplicitTlsPort = tlsPort == 0 ? TestPorts.Free() : tlsPort,
                StartTlsPort = plainPort == 0 ? TestPorts.Free() : plainPort,
                Resolver = new FixedResolver("127.0.0.1"),
                Tls = new TlsOptions { CertificateAuthorities = authorities ?? [], Revocation = RevocationPolicy.None },
                Credentials = credentials,
                Timeout = timeout ?? TimeSpan.FromSeconds(30),
                Require = require,
            },
            null,
            TestContext.Current.CancellationToken);

    public static LoginCredentials User(string password = "password") => new("user") { Password = new SecretString(password.AsSpan()) };
}
