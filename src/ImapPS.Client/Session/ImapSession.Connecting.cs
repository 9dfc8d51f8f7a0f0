using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Session;

/// <content>How a session comes about: connecting, logging in, and going where the server refers to.</content>
public sealed partial class ImapSession
{
    private const int MaxReferrals = 3;

    /// <summary>Connects, protects, logs in.</summary>
    /// <param name="request">Where and within what bounds.</param>
    /// <param name="credentials">Stay the caller's, who disposes them.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is left open.</param>
    /// <exception cref="ImapException">What failed, by name.</exception>
    public static Task<ImapSession> ConnectAsync(ConnectRequest request, LoginCredentials credentials, CancellationToken cancellationToken) =>
        ConnectPatientlyAsync(request, credentials, cancellationToken);

    // "held" is the place in the account's budget that the connection to the first server has already.
    private static async Task<ImapSession> ConnectAsync(ConnectRequest request, LoginCredentials credentials, ConnectionSlot? held, CancellationToken cancellationToken)
    {
        var given = credentials;
        var most = request.Options.Limits.MaxAlerts;
        request = request with
        {
            Alert = request.Alert is { } alert ? new AlertLimit(alert, most).Tell : null,
            Unreadable = request.Unreadable is { } unreadable ? new AlertLimit(unreadable, most).Tell : null,
        };
        // Before anything is connected: getting a token may take a person's time, which servers don't wait for.
        using var token = credentials.TokenSource is { } source ? await source.GetTokenAsync(cancellationToken).ConfigureAwait(false) : null;
        if (token is not null)
            credentials = credentials with { Token = token };
        var visited = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Place(request) };
        ImapSession? fallback = null;
        while (true)
        {
            ReferralTarget? target;
            try
            {
                var session = await ConnectOnceAsync(request, credentials, visited.Count == 1 ? held : null, cancellationToken).ConfigureAwait(false);
                session.Keep(given);
                if (fallback is not null)
                    await fallback.DisposeAsync().ConfigureAwait(false);
                fallback = session;
                target = session.Referral;
                if (target is null || !request.FollowReferral)
                    return session;
            }
            catch (LoginReferredException e)
            {
                target = e.Target;
                if (!request.FollowReferral)
                    throw e.AsOffer();
            }
            catch (ImapException e) when (fallback is not null)
            {
                // RFC 2221 section 4.2: a referral with the OK is an offer. The session that the first server gave is good.
                request.Warning?.Invoke($"The server referred this login elsewhere, but that failed ({e.Message}); the session with {fallback.Server} is used.");
                return fallback;
            }
            catch
            {
                if (fallback is not null)
                    await fallback.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            var next = target.Follow(request);
            if (!visited.Add(Place(next)) || visited.Count > MaxReferrals + 1)
            {
                if (fallback is not null)
                    return fallback;
                throw new ImapException(ImapError.ReferralFailed, $"The login was referred from server to server without end: {string.Join(", ", visited)}.");
            }

            request.Options.Note($"login referral to {target}");
            if (target.UserName is { } user)
            {
                credentials = credentials with { UserName = user };
                given = given with { UserName = user };
            }

            request = next;
        }
    }

    private static async Task<ImapSession> ConnectOnceAsync(ConnectRequest request, LoginCredentials credentials, ConnectionSlot? held, CancellationToken cancellationToken)
    {
        var user = string.IsNullOrEmpty(credentials.AuthorizationId) ? credentials.UserName : credentials.AuthorizationId;
        var slot = held ?? await AccountBudget.Of(new AccountKey(request, user)).TakeAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return await ConnectAndLogInAsync(request, credentials, slot, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (held is null)
                slot.Dispose();
            throw;
        }
    }

    private static async Task<ImapSession> ConnectAndLogInAsync(ConnectRequest request, LoginCredentials credentials, ConnectionSlot slot, CancellationToken cancellationToken)
    {
        ImapConnection connection;
        Endpoint endpoint;
        try
        {
            (connection, endpoint) = await Connector.ConnectAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (e.Response?.Code is ReferralCode { Url: var url } && request.Security != ConnectionSecurity.None && ReferralTarget.TryParse(url) is not null)
        {
            throw new LoginReferredException(ReferralTarget.TryParse(url)!, e);
        }

        ReferralTarget? referral = null;
        connection.Unsolicited = response =>
        {
            TellUser(response, request);
            if (response is StatusResponse { Code: ReferralCode code } && connection.IsSecure)
                // Said in the clear it could lead anybody's password anywhere.
                referral = ReferralTarget.TryParse(code.Url) ?? referral;
        };
        try
        {
            var login = await Authenticator.LoginAsync(connection, credentials, endpoint.Port, request.Security == ConnectionSecurity.None, cancellationToken).ConfigureAwait(false);
            await CompressAsync(connection, request, cancellationToken).ConfigureAwait(false);
            return new ImapSession(connection, request, endpoint, login, slot, referral);
        }
        catch (ImapException e) when (referral is not null)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new LoginReferredException(referral, e);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Keeps a copy of the credentials for as long as the session may need to log in again, and no longer.</summary>
    private void Keep(LoginCredentials credentials)
    {
        if (_request.Reconnect.MaximumAttempts > 0)
            _credentials = credentials.Copy();
    }

    /// <summary>Compresses after the login, so that no secret is ever compressed, and before all that has length.</summary>
    private static async Task CompressAsync(ImapConnection connection, ConnectRequest request, CancellationToken cancellationToken)
    {
        if (request.Compress == CompressionUse.Off || (request.Compress == CompressionUse.Auto && !CompressionPolicy.IsWorthIt(connection.Address)))
            return;
        if (connection.Capabilities is { CompressDeflate: true })
        {
            var response = await connection.CompressAsync(cancellationToken).ConfigureAwait(false);
            if (request.Compress == CompressionUse.On)
                response.ThrowIfNotOk(new CompressCommand());
        }
        else if (request.Compress == CompressionUse.On)
        {
            throw new ImapException(ImapError.NotSupported, $"{request.Host} can't compress: it does not offer COMPRESS=DEFLATE.") { Hint = "-Compress Auto, the default, compresses where the server can." };
        }
    }

    private static string Place(ConnectRequest request) => $"{request.Host}:{request.Port}";
}
