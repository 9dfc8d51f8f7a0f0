using ImapPS.Client.Connecting;

namespace ImapPS.Client.Session;

/// <content>
/// Connections beside the session's own, to the same account and by the same rules, for what must not hold it up. Nobody
/// waits for them, and nobody has to wait because of them: they give their place back to whoever wants it.
/// </content>
public sealed partial class ImapSession
{
    /// <summary>Cancelled when the session is being closed.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>Cancelled when somebody waits for this connection's place in the budget of the account.</summary>
    internal CancellationToken Wanted => _slot.Wanted;

    /// <summary>A place for one more connection.</summary>
    /// <returns>Null: there is none to spare, the server asked for a pause, or the session keeps nothing to log in with (<see cref="ReconnectPolicy.Never"/>).</returns>
    internal ConnectionSlot? ReserveBeside() =>
        MayReconnect && _slot.Budget.Pause.IsCompleted ? _slot.Budget.TryTakeSpare(_request.MaximumConnections ?? ConnectRequest.UsualConnections) : null;

    /// <summary>Connects and logs in once more. The connection is not made again when it is lost.</summary>
    /// <param name="slot">Given back with the session, or if there is none.</param>
    /// <param name="name">For those who wait for its place.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ImapException">What failed, by name.</exception>
    internal async Task<ImapSession> ConnectBesideAsync(ConnectionSlot slot, string name, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slot.Wanted);
        try
        {
            using var credentials = await CopyCredentialsAsync(ending.Token).ConfigureAwait(false);
            // It says nothing that the session's own connection did not say, and has little to carry.
            var request = _request with
            {
                Name = name, Reconnect = ReconnectPolicy.Never, FollowReferral = false, Compress = CompressionUse.Off, Step = null, Waiting = null, Warning = null,
            };
            return await ConnectAsync(request, credentials, slot, ending.Token).ConfigureAwait(false);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    /// <summary>How a connection beside it fared, for those who follow what the session does.</summary>
    internal void TellOfBeside(string text) => Tell(text, isOver: true);

    /// <summary>Waits before another attempt at a connection beside it, as before one at its own.</summary>
    internal Task WaitToConnectAsync(int attempt, ImapException failure, CancellationToken cancellationToken) =>
        _request.Reconnect.Wait(_request.Reconnect.DelayBefore(attempt, failure, Jitter()), cancellationToken);

    private async Task<Authentication.LoginCredentials> CopyCredentialsAsync(CancellationToken cancellationToken)
    {
        // While it is held nobody forgets them; and what can't be had for the session itself is not to be had beside it.
        await _reconnecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _credentials?.Copy() ?? throw new ImapException(ImapError.SessionClosed, $"The session with {Server} was closed.");
        }
        finally
        {
            _reconnecting.Release();
        }
    }
}
