using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Loopback;

namespace ImapPS;

/// <summary>A running test server, as Start-ImapTestServer gives it. It can be piped to Connect-Imap.</summary>
public sealed class ImapTestServer
{
    internal ImapTestServer(LoopbackServer engine, PSCredential credential, string? certificateAuthority)
    {
        Engine = engine;
        Credential = credential;
        CertificateAuthority = certificateAuthority;
    }

    /// <summary>The name to connect to; the certificate is for it.</summary>
    public string Server => Engine.Host;

    /// <summary>The port that begins without TLS and offers STARTTLS.</summary>
    public int Port => Engine.Port;

    /// <summary>The port with implicit TLS; null if there is no TLS.</summary>
    public int? TlsPort => Engine.TlsPort == 0 ? null : Engine.TlsPort;

    /// <summary>Who can log in.</summary>
    public PSCredential Credential { get; }

    /// <summary>The server's certificate; null if there is no TLS.</summary>
    public X509Certificate2? Certificate => Engine.Certificate;

    /// <summary>A PEM file for Connect-Imap -CertificateAuthority; null if there is no TLS. It is removed when the server stops.</summary>
    public string? CertificateAuthority { get; }

    /// <summary>The same as Port, under the name that Connect-Imap has for it.</summary>
    public int StartTlsPort => Engine.Port;

    /// <summary>The same as TlsPort, or a port where nobody is, under the name that Connect-Imap has for it.</summary>
    public int ImplicitTlsPort => Engine.TlsPort == 0 ? 1 : Engine.TlsPort;

    /// <summary>For Connect-Imap: a server with ports of the moment is nothing to remember.</summary>
    public bool NoMemory { get; } = true;

    /// <summary>Whether it is still running.</summary>
    public bool IsRunning { get; internal set; } = true;

    internal LoopbackServer Engine { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Server}:{Port}";
}
