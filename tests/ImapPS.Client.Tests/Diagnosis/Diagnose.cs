using System.Net;
using System.Net.Sockets;
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
    /// <summary>Far more than anything takes that is not waited for in vain.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Task<ServerReport> RunAsync(LoopbackServer server, LoginCredentials? credentials = null, params string[] require) =>
        RunAsync(server.TlsPort, server.Port, TestNetwork.Authority(server), credentials, null, require);

    /// <param name="tlsPort">0 for one on which nothing listens.</param>
    /// <param name="plainPort">0 for one on which nothing listens.</param>
    /// <param name="authorities">What is trusted.</param>
    /// <param name="credentials">Null: nobody logs in.</param>
    /// <param name="silent">The beginnings of the names of the steps in which nothing comes, separated by "|": they end soon.</param>
    /// <param name="require">What must hold.</param>
    public static async Task<ServerReport> RunAsync(
        int tlsPort, int plainPort, X509Certificate2[]? authorities = null, LoginCredentials? credentials = null, string? silent = null, params string[] require)
    {
        using var one = Held();
        using var another = Held();
        return await ServerDiagnosis.RunAsync(
            new DiagnosisRequest("localhost")
            {
                ImplicitTlsPort = tlsPort == 0 ? PortOf(one) : tlsPort,
                StartTlsPort = plainPort == 0 ? PortOf(another) : plainPort,
                Resolver = new FixedResolver("127.0.0.1"),
                Tls = new TlsOptions { CertificateAuthorities = authorities ?? [], Revocation = RevocationPolicy.None },
                Credentials = credentials,
                Timeout = Patience,
                StepLimit = silent is null ? Patiently : Waiting(silent, TimeSpan.FromMilliseconds(300)),
                Require = require,
            },
            null,
            TestContext.Current.CancellationToken);
    }

    /// <summary>No step ends by its time.</summary>
    public static TimeSpan Patiently(string step) => Patience;

    /// <summary>No step ends by its time but these.</summary>
    public static Func<string, TimeSpan> Waiting(string steps, TimeSpan time) =>
        step => steps.Split('|').Any(s => step.StartsWith(s, StringComparison.Ordinal)) ? time : Patience;

    public static LoginCredentials User(string password = "password") => new("user") { Password = new SecretString(password.AsSpan()) };

    /// <summary>Has a port on which nothing listens, nor begins to meanwhile.</summary>
    private static Socket Held()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
