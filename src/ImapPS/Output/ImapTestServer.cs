using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Errors;
using ImapPS.Loopback;
using ImapPS.Loopback.Faults;
using ImapPS.TestKit;

namespace ImapPS;

/// <summary>A running test server, as Start-ImapTestServer gives it. It can be piped to Connect-Imap.</summary>
public sealed class ImapTestServer
{
    private readonly PSCredential[] _credentials;
    private readonly AuthorityFile _authority;

    internal ImapTestServer(LoopbackServer engine, IEnumerable<PSCredential> credentials)
    {
        Engine = engine;
        _credentials = credentials.ToArray();
        _authority = new AuthorityFile(engine);
    }

    /// <summary>The name to connect to; the certificate is for it.</summary>
    public string Server => Engine.Host;

    /// <summary>The port that begins without TLS and offers STARTTLS.</summary>
    public int Port => Engine.Port;

    /// <summary>The port with implicit TLS; null if there is no TLS.</summary>
    public int? TlsPort => Engine.TlsPort == 0 ? null : Engine.TlsPort;

    /// <summary>The first of those who can log in.</summary>
    public PSCredential Credential => _credentials[0];

    /// <summary>The names of all who can log in.</summary>
    public string[] Users => _credentials.Select(static c => c.UserName).ToArray();

    /// <summary>The server's certificate; null if there is no TLS.</summary>
    public X509Certificate2? Certificate => Engine.Certificate;

    /// <summary>A PEM file for Connect-Imap -CertificateAuthority; null if there is no TLS. It is removed when the server stops.</summary>
    public string? CertificateAuthority => TlsPort is null ? null : _authority.Path;

    /// <summary>The same as Port, under the name that Connect-Imap has for it.</summary>
    public int StartTlsPort => Engine.Port;

    /// <summary>The same as TlsPort, or a port where nobody is, under the name that Connect-Imap has for it.</summary>
    public int ImplicitTlsPort => Engine.TlsPort == 0 ? 1 : Engine.TlsPort;

    /// <summary>For Connect-Imap: a server with ports of the moment is nothing to remember.</summary>
    public bool NoMemory { get; } = true;

    /// <summary>Whether it is still running.</summary>
    public bool IsRunning { get; private set; } = true;

    /// <summary>The faults that were ordered, and how often each has struck.</summary>
    public OrderedFault[] Faults => Engine.Faults.Ordered.ToArray();

    internal LoopbackServer Engine { get; }

    /// <summary>The credential of a user, for Connect-Imap -Credential.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public PSCredential GetCredential(string userName) => Array.Find(_credentials, c => c.UserName == userName)
        ?? throw new ArgumentException(Strings.Format(ErrorIds.NoSuchTestUser, this, userName, string.Join(", ", Users)), nameof(userName));

    /// <summary>Orders a fault from now on: what -Fault of Start-ImapTestServer takes.</summary>
    /// <exception cref="TestTableException">The table says something that can't be meant.</exception>
    public void AddFault(IDictionary fault) => Engine.Faults.Order(TestFaultReader.Read(fault, Engine.Mailboxes));

    /// <summary>Takes back all faults.</summary>
    public void ClearFaults() => Engine.Faults.Clear();

    /// <summary>Forgets what happened so far, such as what a test needed to begin; see Get-ImapTestServerLog.</summary>
    public void ClearLog() => Engine.Log.Clear();

    /// <inheritdoc/>
    public override string ToString() => $"{Server}:{Port}";

    internal async Task StopAsync()
    {
        IsRunning = false;
        // At once: whoever ends the process does not wait for long.
        _authority.Delete();
        await Engine.DisposeAsync().ConfigureAwait(false);
    }
}
