using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Limits;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Connects to an IMAP server and logs in.</para>
/// <para type="description">Connects with TLS, logs in with the strongest mechanism that the server offers, and gives the session, which the other cmdlets use from then on unless another is named.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "Imap", DefaultParameterSetName = PasswordSet)]
[OutputType(typeof(ImapSession))]
public sealed partial class ConnectImapCommand : CancellableCommand
{
    private const int WaitActivity = 1_143;

    // They take what they need from elsewhere: nobody is asked for a password on their account.
    private static readonly string[] WithoutPassword = ["ANONYMOUS", "EXTERNAL", "GSSAPI", "NTLM"];

    private bool WantsRedaction => Redact || !MyInvocation.BoundParameters.ContainsKey(nameof(Redact));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var store = ImapSessionStore.Current;
        if (Name is not null && store.Find(Name) is { IsOpen: true })
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NameInUse, ErrorCategory.ResourceExists, Name, Name));
        if (ProxyCredential is not null && Proxy is null)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.ProxyCredentialAlone, ErrorCategory.InvalidArgument, ProxyCredential.UserName));

        var limits = LimitValues.Read(Limit, out var wrong);
        if (wrong is not null)
            ThrowTerminatingError(wrong);

        var certificate = ReadClientCertificate();
        var credential = CredentialToUse(certificate is not null);
        var notices = new NoticeQueue();
        var steps = new ConcurrentQueue<ConnectionStep>();
        var transcript = new Transcript();
        var debug = new DebugTrace(transcript);
        var trace = OpenTrace(transcript, notices);
        try
        {
            using var credentials = Credentials(credential, certificate is not null);
            var request = Request(certificate, notices, transcript, limits) with { Step = steps.Enqueue };
            Client.Session.ImapSession? engine = null;
            var progress = new WorkProgress { Status = () => steps.LastOrDefault() is { } last ? $"{last.Host} port {last.Port} ({last.Security}) {last.Kind.ToString().ToLowerInvariant()}" : null };
            progress.Begin($"{MyInvocation.MyCommand.Name} {SafeText.Clean(Server)}");
            Run(async (writer, cancellationToken) => engine = await ConnectAsync(request, credentials, writer, cancellationToken).ConfigureAwait(false), progress, [debug]);
            var session = new ImapSession(engine!, notices, debug, trace, steps.ToArray());
            trace = null;
            store.Add(session);
            WriteVerbose($"Connected to {session.Server} port {session.Port} ({session.Security}); logged in by {session.AuthMechanism}{(session.IsCompressed ? "; compressed" : "")}.");
            WriteObject(session);
        }
        catch (ImapException e)
        {
            // How the way in was looked for, and why each mechanism was taken or left, helps whoever looks at a failure.
            foreach (var step in steps)
                WriteVerbose(step.ToString());
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

    private async Task<Client.Session.ImapSession> ConnectAsync(ConnectRequest request, LoginCredentials credentials, PipelineWriter writer, CancellationToken cancellationToken)
    {
        if (Forget)
            await new EndpointMemory(null, text => writer.Warn(text, cancellationToken)).ForgetAsync(Server, cancellationToken).ConfigureAwait(false);
        return await Client.Session.ImapSession.ConnectAsync(request, credentials, cancellationToken).ConfigureAwait(false);
    }

    private ConnectRequest Request(X509Certificate2? certificate, NoticeQueue notices, Transcript transcript, ProtocolLimits limits)
    {
        var options = new ConnectionOptions { Transcript = transcript, Limits = limits, Asked = PipelineWriter.TellVerbose };
        // The session keeps what is said here for as long as it lives: not this cmdlet, which holds the credential.
        var server = Server;
        var request = new ConnectRequest(Server)
        {
            Port = Port == 0 ? null : Port,
            Security = Security,
            ImplicitTlsPort = ImplicitTlsPort,
            StartTlsPort = StartTlsPort,
            PreferStartTls = PreferStartTls,
            UseMemory = !NoMemory,
            Proxy = ProxyToUse(),
            FollowReferral = FollowReferral,
            Compress = Compress,
            Tls = new TlsOptions
            {
                CertificateAuthorities = PemCertificates.Load((CertificateAuthority ?? []).Select(Resolve).ToArray()),
                CertificateThumbprints = (CertificateThumbprint ?? []).Select(Thumbprint.Normalize).ToArray(),
                ClientCertificate = certificate,
                SkipCertificateCheck = SkipCertificateCheck,
                Revocation = Revocation,
            },
            Options = Timeout > TimeSpan.Zero ? options.WithTimeout(Timeout) : options,
            Name = Name,
            Unreadable = text => notices.Add(Strings.Format("UnreadableLineWarning", Server, text)),
            Alert = text => notices.Add(Strings.Format("AlertWarning", server, text)),
            // Not only this cmdlet may connect: what comes later and finds the connection lost does so too.
            Warning = text =>
            {
                if (!PipelineWriter.TryTell(cmdlet => cmdlet.WriteWarning(text)))
                    notices.Add(text);
            },
            Reconnect = Reconnect == ReconnectMode.Never ? ReconnectPolicy.Never : new ReconnectPolicy { MaximumAttempts = MaximumReconnect },
            MaximumConnections = MaximumConnection,
            Owner = ImapSessionStore.Current,
            Waiting = step => Tell(server, step),
        };
        if (Timeout > TimeSpan.Zero)
            request = request with { Patience = Timeout };
        return Stagger > TimeSpan.Zero ? request with { Stagger = Stagger } : request;
    }

    private static void Tell(string server, WaitStep step)
    {
        PipelineWriter.TryTell(cmdlet =>
        {
            cmdlet.WriteVerbose(step.Text);
            cmdlet.WriteProgress(new ProgressRecord(WaitActivity, Strings.Format("WaitActivity", server), step.Text)
            {
                RecordType = step.IsOver ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
        });
    }

    private ProxyAddress? ProxyToUse()
    {
        if (Proxy is null)
            return null;
        var proxy = ProxyAddress.FromUri(Proxy, "-Proxy");
        return ProxyCredential is null ? proxy : proxy with { Credential = ProxyCredential.GetNetworkCredential() };
    }

    private LoginCredentials Credentials(PSCredential? credential, bool hasCertificate) => new(credential?.UserName ?? UserName ?? "")
    {
        Password = credential is null ? null : new SecretString(credential.Password),
        Token = AccessToken is SecureString token ? new SecretString(token) : null,
        TokenSource = AccessToken is ScriptBlock script ? new ScriptTokenSource(script, Server) : null,
        HasClientCertificate = hasCertificate,
        AuthorizationId = AuthorizationId,
        Mechanisms = AuthMechanism ?? [],
        Retry = AuthRetry,
    };

    /// <summary>The credential that was given, or asked for where nothing else says who logs in.</summary>
    private PSCredential? CredentialToUse(bool hasCertificate)
    {
        if (Credential is not null && Credential != PSCredential.Empty)
            return Credential;
        if (AccessToken is not null || hasCertificate || (AuthMechanism is not null && AuthMechanism.All(static m => WithoutPassword.Contains(m, StringComparer.OrdinalIgnoreCase))))
            return null;
        try
        {
            if (Host.UI.PromptForCredential(Strings.Format("CredentialCaption"), Strings.Format("CredentialMessage", Server), UserName ?? "", "") is { } given)
                return given;
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException or NotSupportedException)
        {
            // Nobody is there to ask.
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NoCredential, ErrorCategory.AuthenticationError, Server, e, Server));
        }

        ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NoCredential, ErrorCategory.AuthenticationError, Server, Server));
        return null;
    }

    private X509Certificate2? ReadClientCertificate()
    {
        try
        {
            return ClientCertificate switch
            {
                string path => ClientCertificateFile.Load(Resolve(path), ClientKeyPath is null ? null : Resolve(ClientKeyPath), ClientCertificatePassword),
                X509Certificate2 { HasPrivateKey: false } => throw new ImapException(ImapError.InvalidArgument, "it comes without its private key."),
                X509Certificate2 certificate => certificate,
                _ => null,
            };
        }
        catch (ImapException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.ClientCertificateInvalid, ErrorCategory.InvalidArgument, ClientCertificate, e, e.Message));
            return null;
        }
    }

    private TranscriptFile? OpenTrace(Transcript transcript, NoticeQueue notices)
    {
        if (TracePath is null)
            return null;
        try
        {
            var path = TracePath;
            return TranscriptFile.Open(Resolve(path), transcript, WantsRedaction, e => notices.Add(Strings.Format("TraceEndedWarning", path, e.Message)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.FileNotUsable, ErrorCategory.OpenError, TracePath, e, TracePath, e.Message));
            return null;
        }
    }
}
