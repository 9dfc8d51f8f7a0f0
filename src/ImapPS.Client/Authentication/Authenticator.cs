using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Authentication;

/// <summary>Logs a connection in: asks the policy what to try, tries it, and keeps the record.</summary>
public static class Authenticator
{
    /// <param name="connection">With its greeting read, TLS standing where it is to stand.</param>
    /// <param name="credentials">Stay the caller's.</param>
    /// <param name="port">For mechanisms that name it to the server.</param>
    /// <param name="clearTextAllowed">Whether "-Security None" was asked for by name.</param>
    /// <param name="cancellationToken">Breaks the connection: an exchange can't be left half way.</param>
    /// <exception cref="ImapException">NoMechanism, AuthenticationFailed, ServerNotVerified, or the connection's end.</exception>
    public static async Task<LoginResult> LoginAsync(ImapConnection connection, LoginCredentials credentials, int port, bool clearTextAllowed, CancellationToken cancellationToken)
    {
        if (connection.Phase == ConnectionPhase.Authenticated)
        {
            await EnsureCapabilitiesAsync(connection, cancellationToken).ConfigureAwait(false);
            return new LoginResult(null, "PREAUTH", []);
        }

        await EnsureCapabilitiesAsync(connection, cancellationToken).ConfigureAwait(false);
        var before = connection.Capabilities;
        var request = Request(connection, credentials, before!, clearTextAllowed);
        var record = new List<AuthenticationDecision>();
        foreach (var phase in connection.CapabilitiesByPhase.Where(p => p.Key != connection.Phase))
            record.AddRange(AuthenticationPolicy.RecordOffers("greeting", phase.Value));
        var plan = AuthenticationPolicy.Plan(request);
        record.AddRange(plan.Decisions);
        if (plan.Candidates.Count == 0)
            throw NoWay(connection, request, plan, record);

        ImapException? first = null;
        foreach (var candidate in plan.Candidates)
        {
            if (first is not null)
                record.Add(new AuthenticationDecision(request.Phase, candidate.DisplayName, AuthenticationOutcome.Chosen, "next after a failure that says nothing of the secret"));
            // What a server says of itself while it refuses belongs to the time before the login.
            before = connection.Capabilities;
            var failure = await TryAsync(connection, credentials, candidate, port, cancellationToken).ConfigureAwait(false);
            using (var fresh = await RenewAsync(connection, credentials, failure, cancellationToken).ConfigureAwait(false))
            {
                if (fresh is not null)
                {
                    record.Add(new AuthenticationDecision(request.Phase, candidate.DisplayName, AuthenticationOutcome.Failed, "the token has expired, a new one is tried"));
                    failure = await TryAsync(connection, credentials with { Token = fresh }, candidate, port, cancellationToken).ConfigureAwait(false);
                }
            }

            if (failure is null)
            {
                record.Add(new AuthenticationDecision(request.Phase, candidate.DisplayName, AuthenticationOutcome.Succeeded, ""));
                connection.EnterAuthenticated(before);
                await EnsureCapabilitiesAsync(connection, cancellationToken).ConfigureAwait(false);
                return new LoginResult(credentials.UserName.Length == 0 ? null : credentials.UserName, candidate.DisplayName, record);
            }

            var verdict = AuthenticationFallThrough.After(failure, credentials.Retry);
            record.Add(new AuthenticationDecision(request.Phase, candidate.DisplayName, AuthenticationOutcome.Failed, verdict.Reason));
            first ??= Describe(connection, failure, verdict, record);
            if (!verdict.TryNext || connection.Cause is not null)
                throw verdict.TryNext ? WithAll(first, record) : Describe(connection, failure, verdict, record);
        }

        throw WithAll(first!, record);
    }

    /// <summary>The error of the first attempt tells most; the record must tell of all.</summary>
    private static ImapException WithAll(ImapException first, List<AuthenticationDecision> record) =>
        new(first.Error, first.Message) { Response = first.Response, Hint = first.Hint, Decisions = record.ToArray() };

    private static async Task EnsureCapabilitiesAsync(ImapConnection connection, CancellationToken cancellationToken)
    {
        if (connection.Capabilities is not null)
            return;
        await connection.ExecuteAsync(SimpleCommand.Capability, null, CommandTraits.Alone, cancellationToken).ConfigureAwait(false);
        if (connection.Capabilities is null)
            throw new ImapException(ImapError.ProtocolViolation, $"{connection.Host} does not say what it can do: it answered CAPABILITY without a list.");
    }

    /// <returns>Another token for one that the server says has expired; null if there is no call for it, or none to be had.</returns>
    private static async Task<SecretString?> RenewAsync(ImapConnection connection, LoginCredentials credentials, AuthenticationFailure? failure, CancellationToken cancellationToken)
    {
        if (failure?.TokenError is not { } error || !AuthenticationHints.IsTokenStale(error) || credentials.TokenSource is not { } source || connection.Cause is not null)
            return null;
        var fresh = await source.GetTokenAsync(cancellationToken).ConfigureAwait(false);
        if (credentials.Token is not { } refused || !fresh.Holds(refused))
            return fresh;
        fresh.Dispose();
        return null;
    }

    private static AuthenticationRequest Request(ImapConnection connection, LoginCredentials credentials, CapabilitySet capabilities, bool clearTextAllowed) => new()
    {
        Phase = !connection.IsSecure ? "without TLS" : connection.CapabilitiesByPhase.Any(static p => p.Key == ConnectionPhase.Greeting) ? "after STARTTLS" : "TLS",
        Capabilities = capabilities,
        IsTls = connection.IsSecure,
        IsClearTextAllowed = clearTextAllowed,
        HasPassword = credentials.Password is not null,
        HasToken = credentials.Token is not null,
        HasClientCertificate = credentials.HasClientCertificate,
        HasAuthorizationId = credentials.AuthorizationId is not null,
        HasNonAsciiCredential = credentials.UserName.Any(static c => c > '\x7F') || credentials.Password is { IsAscii: false },
        Preferred = credentials.Mechanisms,
        ChannelBindings = connection.Stream is SslStream tls
            ? ChannelBindings.FromTls(tls.TransportContext, tls.SslProtocol, tls.RemoteCertificate is { } seen ? new X509Certificate2(seen) : null)
            : [],
    };

    /// <returns>Null if the session is authenticated.</returns>
    private static async Task<AuthenticationFailure?> TryAsync(ImapConnection connection, LoginCredentials credentials, AuthenticationCandidate candidate, int port, CancellationToken cancellationToken)
    {
        var failure = new AuthenticationFailure { Candidate = candidate, Answer = AuthenticationAnswer.Cancelled, Host = connection.Host, IsTls = connection.IsSecure };
        SaslMechanism? mechanism = null;
        try
        {
            StatusResponse response;
            if (candidate.IsLoginCommand)
            {
                response = await LoginCommandAsync(connection, credentials, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                mechanism = SaslMechanisms.Create(candidate, new SaslContext
                {
                    Host = connection.Host,
                    Port = port,
                    UserName = credentials.UserName,
                    Password = credentials.Password,
                    Token = credentials.Token,
                    AuthorizationId = credentials.AuthorizationId,
                });
                response = await AuthenticateAsync(connection, mechanism, candidate.UseInitialResponse, cancellationToken).ConfigureAwait(false);
                if (response.Status == StatusKind.Ok)
                    mechanism.VerifySuccess();
            }

            return response.Status == StatusKind.Ok ? null : failure with
            {
                Answer = response.Status == StatusKind.Bad ? AuthenticationAnswer.Bad : AuthenticationAnswer.No,
                ResponseCode = response.Code?.Name,
                Text = response.Text,
                SecretPresented = mechanism?.SecretPresented ?? true,
                TokenError = (mechanism as BearerMechanism)?.TokenError,
            };
        }
        catch (SaslException e)
        {
            return failure with { SaslFailure = e.Failure, Text = e.Message, SecretPresented = mechanism?.SecretPresented ?? false };
        }
        catch (FormatException e)
        {
            return failure with { SaslFailure = SaslFailure.MalformedChallenge, Text = e.Message, SecretPresented = mechanism?.SecretPresented ?? false };
        }
        catch (ArgumentException e)
        {
            // A user name that no command can hold; nothing was sent.
            throw new ImapException(ImapError.InvalidArgument, PlainText.Of(e), e);
        }
        catch (ImapException e) when (connection.Cause is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return failure with { Answer = AuthenticationAnswer.Disconnected, ResponseCode = e.ResponseCode, Text = e.Message, SecretPresented = mechanism?.SecretPresented ?? true };
        }
        finally
        {
            mechanism?.Dispose();
        }
    }

    private static async Task<StatusResponse> LoginCommandAsync(ImapConnection connection, LoginCredentials credentials, CancellationToken cancellationToken)
    {
        using var utf8 = credentials.Password!.ToUtf8();
        using var password = new SensitiveBytes(utf8.Span.ToArray());
        using (cancellationToken.Register(() => connection.Break(new ImapException(ImapError.SessionClosed, "Logging in was cancelled."))))
            return await connection.ExecuteAsync(new LoginCommand(credentials.UserName, password), null, CommandTraits.Alone, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<StatusResponse> AuthenticateAsync(ImapConnection connection, SaslMechanism mechanism, bool initialResponse, CancellationToken cancellationToken)
    {
        using var initial = initialResponse ? new SensitiveBytes(mechanism.Start()) : null;
        return await connection.ExecuteInteractiveAsync(
            new AuthenticateCommand(mechanism.Name, initial),
            (request, _) => Task.Run(() => Respond(mechanism, request)),
            cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Respond(SaslMechanism mechanism, ContinuationRequest request)
    {
        byte[] challenge;
        try
        {
            challenge = Convert.FromBase64String(request.Text.Trim());
        }
        catch (FormatException e)
        {
            throw new FormatException($"{mechanism.Name}: the server's challenge is not base64.", e);
        }

        var answer = mechanism.Respond(challenge);
        var encoded = new byte[(answer.Length + 2) / 3 * 4];
        System.Buffers.Text.Base64.EncodeToUtf8(answer, encoded, out _, out var written);
        Array.Clear(answer, 0, answer.Length);
        return written == encoded.Length ? encoded : encoded.AsSpan(0, written).ToArray();
    }

    private static ImapException NoWay(ImapConnection connection, AuthenticationRequest request, AuthenticationPlan plan, List<AuthenticationDecision> record)
    {
        var why = plan.Obstacle switch
        {
            AuthenticationObstacle.NoCredential => "nothing was given that a mechanism on offer could use",
            AuthenticationObstacle.TlsNeeded => "all that the server offers would send the password itself, and there is no TLS",
            AuthenticationObstacle.LoginDisabled => "the server has disabled logins here (LOGINDISABLED)",
            _ => "the server offers no mechanism that is known here or was asked for",
        };
        var offered = string.Join(", ", request.Capabilities.AuthMechanisms.Select(static m => SafeText.Clean(m, 40)));
        return new ImapException(ImapError.NoMechanism, $"There is no way to log in to {connection.Host}: {why}. It offers: {(offered.Length == 0 ? "nothing" : offered)}.")
        {
            Hint = AuthenticationHints.For(plan.Obstacle, request),
            Decisions = record,
        };
    }

    private static ImapException Describe(ImapConnection connection, AuthenticationFailure failure, AuthenticationVerdict verdict, List<AuthenticationDecision> record)
    {
        var error = failure switch
        {
            { SaslFailure: SaslFailure.ServerSignatureMismatch or SaslFailure.ServerSignatureMissing or SaslFailure.PrematureSuccess or SaslFailure.NonceMismatch or SaslFailure.ChannelBindingMismatch } => ImapError.ServerNotVerified,
            { Answer: AuthenticationAnswer.Disconnected } => connection.Cause?.Error ?? ImapError.ConnectionLost,
            _ => ImapError.AuthenticationFailed,
        };
        var said = SafeText.Clean(failure.Text);
        var token = failure.TokenError is { } tokenError ? $" ({SafeText.Clean(tokenError.ToString())})" : "";
        var code = failure.ResponseCode is { } name ? new ResponseCode(name) : null;
        return new ImapException(error, $"Logging in to {connection.Host} with {failure.Candidate.DisplayName} failed: {verdict.Reason}{token}{(said.Length > 0 ? ": " + said : ".")}")
        {
            Response = failure.Answer is AuthenticationAnswer.No or AuthenticationAnswer.Bad
                ? new StatusResponse("", failure.Answer == AuthenticationAnswer.No ? StatusKind.No : StatusKind.Bad, code, failure.Text)
                : null,
            Hint = AuthenticationHints.For(failure),
            Decisions = record.ToArray(),
        };
    }
}
