using System.Collections;
using System.Management.Automation;
using System.Security;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Transport;
using ImapPS.Completion;

namespace ImapPS.Commands;

/// <content>What can be said of the server, the user, and the way between them.</content>
public sealed partial class ConnectImapCommand
{
    private const string PasswordSet = "Credential";
    private const string TokenSet = "AccessToken";
    private const string CertificateSet = "ClientCertificate";
    private const string MechanismSet = "Mechanism";

    /// <summary><para type="description">The server's host name or address. Its certificate must be for this name.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Server { get; set; } = "";

    // Not mandatory, so that a certificate or a named mechanism can do without; asked for where nothing else says who logs in.

    /// <summary><para type="description">The user name and password; of a user name alone the password is asked for. Both are asked for if nothing else says who logs in.</para></summary>
    [Parameter(Position = 1, ParameterSetName = PasswordSet, ValueFromPipelineByPropertyName = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary><para type="description">The user that an access token is for; with a client certificate or a mechanism without password, who it is if the server wants to know.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [Parameter(ParameterSetName = MechanismSet)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary><para type="description">An OAuth 2.0 access token as a SecureString, used with OAUTHBEARER or XOAUTH2; or a script block that returns one, which is run at each connecting and when the server says that the token has expired.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [AccessToken]
    public object? AccessToken { get; set; }

    /// <summary><para type="description">A certificate with its private key to show to the server: an X509Certificate2, or the path of a PFX or PEM file. Alone it logs in by EXTERNAL.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(ParameterSetName = PasswordSet)]
    [Parameter(ParameterSetName = TokenSet)]
    [ClientCertificate]
    public object? ClientCertificate { get; set; }

    /// <summary><para type="description">The PEM file with the private key, if it is not in that of -ClientCertificate.</para></summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [Parameter(ParameterSetName = PasswordSet)]
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientKeyPath { get; set; }

    /// <summary><para type="description">The password of the PFX file or of the private key.</para></summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [Parameter(ParameterSetName = PasswordSet)]
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNull]
    public SecureString? ClientCertificatePassword { get; set; }

    /// <summary><para type="description">The mechanisms to try, in this order. Default: the strongest that the server offers. ANONYMOUS, and GSSAPI where a password is given, are used only if named here.</para></summary>
    [Parameter(ParameterSetName = PasswordSet)]
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, ParameterSetName = MechanismSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MechanismCompleter))]
    public string[]? AuthMechanism { get; set; }

    /// <summary><para type="description">Whom to act as, where the server lets one user act as another. Default: the user who logs in.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AuthorizationId { get; set; }

    /// <summary><para type="description">What follows a refused password: Stop (default), or Next for servers that refuse by one mechanism what they accept by another.</para></summary>
    [Parameter]
    public AuthRetry AuthRetry { get; set; }

    /// <summary><para type="description">The port. With -Security Auto it is found out whether it has implicit TLS or STARTTLS. Default: 993 for implicit TLS, 143 for the rest, both for Auto.</para></summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary><para type="description">Auto (default) finds a way with TLS; ImplicitTls (port 993) and StartTls (port 143) take that way only; None sends everything in the clear, and warns.</para></summary>
    [Parameter]
    public ConnectionSecurity Security { get; set; }

    /// <summary><para type="description">With Auto: STARTTLS is tried first, implicit TLS after it.</para></summary>
    [Parameter]
    public SwitchParameter PreferStartTls { get; set; }

    /// <summary><para type="description">With Auto: how long the first port may take to connect before the second is tried beside it, in seconds or as a time span. Default: 0.25; with -PreferStartTls, or for what is remembered, 1 at least.</para></summary>
    [Parameter]
    [Seconds]
    public TimeSpan Stagger { get; set; }

    /// <summary><para type="description">The port that Auto tries for implicit TLS. Default: 993.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int ImplicitTlsPort { get; set; } = ConnectRequest.DefaultImplicitTlsPort;

    /// <summary><para type="description">The port that Auto tries for STARTTLS. Default: 143.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int StartTlsPort { get; set; } = ConnectRequest.DefaultStartTlsPort;

    /// <summary><para type="description">Forgets first what is remembered of the server, also that it had TLS.</para></summary>
    [Parameter]
    public SwitchParameter Forget { get; set; }

    /// <summary><para type="description">Neither uses what is remembered of the server nor remembers anything.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoMemory { get; set; }

    /// <summary><para type="description">The proxy to connect through: socks5://, socks4a://, http:// or https://, with host and port. Default: what the environment variables ALL_PROXY, HTTPS_PROXY and NO_PROXY say.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary><para type="description">Who logs in to the proxy.</para></summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary><para type="description">Goes where the server refers this login to (RFC 2221), with the same credential: to TLS only, three hops at most.</para></summary>
    [Parameter]
    public SwitchParameter FollowReferral { get; set; }

    /// <summary><para type="description">Whether certificates are revoked: Soft (default) asks and goes on without an answer, Require takes no answer for a refusal, None does not ask.</para></summary>
    [Parameter]
    public RevocationPolicy Revocation { get; set; }

    /// <summary><para type="description">PEM files with certificates to trust for this connection, beside those of the system. Default: none.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? CertificateAuthority { get; set; }

    /// <summary><para type="description">The SHA-256 thumbprints of certificates of which the server must have one, in addition to all other checks.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? CertificateThumbprint { get; set; }

    /// <summary><para type="description">Takes any certificate. For tests only; warns each time, and nothing is remembered.</para></summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary><para type="description">For each step, in seconds or as a time span. Default: 20 seconds to connect, 2 minutes of silence later on, and 2 minutes for others to close a connection (-MaximumConnection).</para></summary>
    [Parameter]
    [Seconds]
    public TimeSpan Timeout { get; set; }

    /// <summary><para type="description">What becomes of the session when its connection is lost. Auto (default): what is asked of it next connects again, with the same rules and the same credential; reading goes on where it stopped. Never: the session ends, and the credential is not kept.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ReconnectMode Reconnect { get; set; }

    /// <summary><para type="description">How often it is tried to connect again after one loss, with longer and longer waits between: from 1 second to 2 minutes. Default: 10.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 1000)]
    public int MaximumReconnect { get; set; } = 10;

    /// <summary><para type="description">How many connections there may be to the account from this process, all sessions in all runspaces counted. Where there are as many the cmdlet waits until one is closed, for -Timeout or 2 minutes; it does not wait if all of them were connected in its own runspace, which can't close one meanwhile. Default: 3.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 1000)]
    public int MaximumConnection { get; set; } = ConnectRequest.UsualConnections;

    /// <summary><para type="description">Whether the session is compressed: Auto (default) where the server offers it and is neither on this machine nor in the same private network, On everywhere, Off nowhere. With On a server that does not offer it is an error.</para></summary>
    [Parameter]
    public CompressionUse Compress { get; set; }

    /// <summary><para type="description">Limits of what is taken from the server, in place of the usual ones: @{ MaxResponseSize = 128MB }. about_ImapPS_Security lists them.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Limit { get; set; }

    /// <summary><para type="description">A file to append the conversation to, for whoever looks for a fault: about_ImapPS_Testing says how to replay it. Passwords and tokens are never in it; see -Redact for the rest.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TracePath { get; set; }

    /// <summary><para type="description">With -TracePath: whether names, addresses, subjects and contents are replaced, the same by the same, so that the file can be given away. On by default; -Redact:$false writes everything but secrets.</para></summary>
    [Parameter]
    public SwitchParameter Redact { get; set; }

    /// <summary><para type="description">A name for the session, to use with -Session. Default: Session1 and so on.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }
}
