using System.Management.Automation;
using System.Security;
using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Errors;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Connects to an IMAP server and logs in.</para>
/// <para type="description">Connects with TLS, logs in with the strongest mechanism that the server offers, and gives the session, which the other cmdlets use from then on unless another is named.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "Imap", DefaultParameterSetName = PasswordSet)]
[OutputType(typeof(ImapSession))]
public sealed class ConnectImapCommand : CancellableCommand
{
    private const string PasswordSet = "Credential";
    private const string TokenSet = "AccessToken";

    /// <summary><para type="description">The server's host name or address. Its certificate must be for this name.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Server { get; set; } = "";

    /// <summary><para type="description">The user name and password.</para></summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PasswordSet, ValueFromPipelineByPropertyName = true)]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary><para type="description">The user that an access token is for.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    public string UserName { get; set; } = "";

    /// <summary><para type="description">An OAuth 2.0 access token, used with OAUTHBEARER or XOAUTH2.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNull]
    public SecureString AccessToken { get; set; } = new();

    /// <summary><para type="description">The port, if it is not the usual one for the security asked for.</para></summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary><para type="description">Auto finds a way with TLS; ImplicitTls (port 993) and StartTls (port 143) take that way only; None sends everything in the clear.</para></summary>
    [Parameter]
    public ConnectionSecurity Security { get; set; }

    /// <summary><para type="description">The mechanisms to try, in this order. Default: the strongest that the server offers.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AuthMechanism { get; set; }

    /// <summary><para type="description">Whom to act as, where the server lets one user act as another.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AuthorizationId { get; set; }

    /// <summary><para type="description">What follows a refused password: Stop (default), or Next for servers that refuse by one mechanism what they accept by another.</para></summary>
    [Parameter]
    public AuthRetry AuthRetry { get; set; }

    /// <summary><para type="description">For each step, in seconds or as a time span. Default: 20 seconds to connect, 2 minutes of silence later on.</para></summary>
    [Parameter]
    [Seconds]
    public TimeSpan Timeout { get; set; }

    /// <summary><para type="description">The port that Auto tries for implicit TLS. Default: 993.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int ImplicitTlsPort { get; set; } = ConnectRequest.DefaultImplicitTlsPort;

    /// <summary><para type="description">The port that Auto tries for STARTTLS. Default: 143.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int StartTlsPort { get; set; } = ConnectRequest.DefaultStartTlsPort;

    /// <summary><para type="description">PEM files with certificates to trust for this connection, beside those of the system.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? CertificateAuthority { get; set; }

    /// <summary><para type="description">Takes any certificate. For tests only.</para></summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary><para type="description">A file to append the conversation to; passwords, tokens and messages are left out.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TracePath { get; set; }

    /// <summary><para type="description">A name for the session, to use with -Session. Default: Session1 and so on.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var store = ImapSessionStore.Current;
        if (Name is not null && store.Find(Name) is { IsOpen: true })
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NameInUse, ErrorCategory.ResourceExists, Name, Name));

        var notices = new NoticeQueue();
        var trace = OpenTrace();
        try
        {
            using var credentials = Credentials();
            var request = Request(notices, trace);
            var engine = Run(cancellationToken => Client.Session.ImapSession.ConnectAsync(request, credentials, cancellationToken));
            var session = new ImapSession(engine, notices, trace);
            trace = null;
            store.Add(session);
            WriteVerbose($"Connected to {session.Server} port {session.Port} ({session.Security}); logged in by {session.AuthMechanism}.");
            WriteObject(session);
        }
        catch (ImapException e)
        {
            // Why each mechanism was taken or left helps whoever looks at a failed login.
            foreach (var decision in e.Decisions)
                WriteVerbose(decision.ToString());
            ThrowTerminatingError(ErrorFactory.From(e, Server));
        }
        finally
        {
            trace?.Dispose();
            ShowNotices(notices);
        }
    }

    private ConnectRequest Request(NoticeQueue notices, ProtocolTrace? trace)
    {
        var options = new ConnectionOptions { Trace = trace };
        return new ConnectRequest(Server)
        {
            Port = Port == 0 ? null : Port,
            Security = Security,
            ImplicitTlsPort = ImplicitTlsPort,
            StartTlsPort = StartTlsPort,
            Tls = new TlsOptions { CertificateAuthorities = PemCertificates.Load((CertificateAuthority ?? []).Select(Resolve).ToArray()), SkipCertificateCheck = SkipCertificateCheck },
            Options = Timeout > TimeSpan.Zero ? options.WithTimeout(Timeout) : options,
            Name = Name,
            Alert = text => notices.Add(Strings.Format("AlertWarning", Server, text)),
            Warning = notices.Add,
        };
    }

    private LoginCredentials Credentials()
    {
        var isToken = ParameterSetName == TokenSet;
        return new LoginCredentials(isToken ? UserName : Credential.UserName)
        {
            Password = isToken ? null : new SecretString(Credential.Password),
            Token = isToken ? new SecretString(AccessToken) : null,
            AuthorizationId = AuthorizationId,
            Mechanisms = AuthMechanism ?? [],
            Retry = AuthRetry,
        };
    }

    private ProtocolTrace? OpenTrace()
    {
        if (TracePath is null)
            return null;
        try
        {
            return ProtocolTrace.ToFile(Resolve(TracePath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.FileNotUsable, ErrorCategory.OpenError, TracePath, e, TracePath, e.Message));
            return null;
        }
    }
}
