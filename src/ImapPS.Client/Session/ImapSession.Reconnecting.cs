using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <content>
/// A session survives its connection: what comes next connects again, with the same rules, and finds its mailbox by
/// selecting it again, which checks UIDVALIDITY before anything else.
/// </content>
public sealed partial class ImapSession
{
    /// <summary>A command that ends the connection so many times in a row is not the network's fault.</summary>
    internal const int MaximumRepeats = 3;

    private readonly SemaphoreSlim _reconnecting = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConnectRequest _request;
    private LoginCredentials? _credentials;
    private volatile LossWaits? _waited;

    /// <summary>How often the connection was made again.</summary>
    public int Reconnects { get; private set; }

    /// <summary>Whether it may be worth noting what a lost answer would leave open.</summary>
    internal bool MayReconnect => _request.Reconnect.MaximumAttempts > 0;

    /// <summary>
    /// Looks what became of a command whose answer was lost, again while it is not seen to be done: the server may still have
    /// been at it.
    /// </summary>
    /// <remarks>
    /// There are as many more looks as <see cref="ReconnectPolicy.LooksAfter"/> says, the first after <see cref="ReconnectPolicy.FirstDelay"/>
    /// and each after a wait twice as long as the one before. Commands that were lost together wait together: for whoever is
    /// next that time has passed.
    /// </remarks>
    /// <param name="loss">How the connection was lost.</param>
    /// <param name="look">Looks into the mailboxes.</param>
    /// <param name="isSeen">Whether what was found leaves nothing to wait for.</param>
    /// <param name="cancellationToken">Ends it, as a look that was not possible.</param>
    /// <exception cref="ImapException">It could not be looked up.</exception>
    internal async Task<T> LookUpAsync<T>(ImapException loss, Func<Task<T>> look, Func<T, bool> isSeen, CancellationToken cancellationToken)
    {
        var looks = ReconnectPolicy.LooksAfter(loss);
        try
        {
            await ConnectedOrLostAsync(cancellationToken).ConfigureAwait(false);
            var connection = Reconnects;
            var waits = _waited is { } waited && waited.Connection == connection ? waited.Count : 0;
            while (true)
            {
                var found = await look().ConfigureAwait(false);
                if (waits >= looks || isSeen(found))
                    return found;
                await _request.Reconnect.Wait(TimeSpan.FromTicks(_request.Reconnect.FirstDelay.Ticks << waits), cancellationToken).ConfigureAwait(false);
                _waited = new LossWaits(connection, ++waits);
                await RefreshAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw loss.Again();
        }
    }

    /// <summary>
    /// As <see cref="ConnectedAsync"/>, before something that is finished whatever the token does: it ends the wait for a
    /// connection alone, and the loss is told then.
    /// </summary>
    internal async Task ConnectedOrLostAsync(CancellationToken cancellationToken)
    {
        if (Connection.Cause is not { } cause)
            return;
        try
        {
            await ConnectedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw cause.Again();
        }
    }

    /// <summary>Whether an operation that failed so can go on: the connection was lost, not the session.</summary>
    internal bool Survives(ImapException error) =>
        !_closing.IsCancellationRequested && error is not ReconnectFailedException && _request.Reconnect.Covers(error) && (Connection.Cause is not { } cause || _request.Reconnect.Covers(cause));

    /// <summary>The connection, made again if it was lost. One that is dead for good is given as it is: it tells its cause to whoever uses it.</summary>
    /// <exception cref="ImapException">It could not be made again: the loss, with the reason of the last attempt; or why none was worth trying.</exception>
    internal async ValueTask<ImapConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        if (!_slot.Budget.Pause.IsCompleted)
            await WaitOutAsync(cancellationToken).ConfigureAwait(false);
        var connection = Connection;
        if (connection.Cause is not { } cause || !_request.Reconnect.Covers(cause) || _closing.IsCancellationRequested)
            return connection;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _reconnecting.WaitAsync(ending.Token).ConfigureAwait(false);
            try
            {
                if (ReferenceEquals(Connection, connection))
                    await ReconnectAsync(cause, ending.Token).ConfigureAwait(false);
                return Connection;
            }
            finally
            {
                _reconnecting.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImapException(ImapError.SessionClosed, $"The session with {Server} was closed.");
        }
    }

    /// <summary>Runs what does no harm when it is done twice, again if the connection is lost meanwhile, or the server asks for a pause.</summary>
    /// <param name="work">Called once for each attempt; it fails with the connection's cause, or the server's refusal.</param>
    /// <param name="cancellationToken">Ends the waiting for a connection.</param>
    internal async Task<T> RepeatAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var repeats = new Repeats(this);
        while (true)
        {
            await ConnectedAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (ImapException e) when (repeats.Allow(e))
            {
                _request.Options.Note("to be asked again");
                await repeats.PrepareAsync(e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReconnectAsync(ImapException loss, CancellationToken cancellationToken)
    {
        var policy = _request.Reconnect;
        await Connection.DisposeAsync().ConfigureAwait(false);
        Tell(loss.Message);
        var failure = loss;
        for (var attempt = 1; attempt <= policy.MaximumAttempts; attempt++)
        {
            var delay = policy.DelayBefore(attempt, failure, Jitter());
            Tell($"Connecting to {Server} again in {delay.TotalSeconds:0.#} s, attempt {attempt} of {policy.MaximumAttempts}.");
            await policy.Wait(delay, cancellationToken).ConfigureAwait(false);
            try
            {
                Adopt(await ConnectAsync(_request with { Step = null, Name = Name }, _credentials!, _slot, cancellationToken).ConfigureAwait(false));
                Tell($"Connected to {Server} again.", isOver: true);
                return;
            }
            catch (ImapException e) when (ReconnectPolicy.IsTransient(e))
            {
                failure = e;
                Tell(e.Message);
            }
            catch (ImapException e)
            {
                Tell(e.Message, isOver: true);
                // Whoever goes on to the next message now tries the same password again, until the account is locked.
                e.EndsWork = true;
                throw;
            }
        }

        Tell("No further attempt is made.", isOver: true);
        throw new ReconnectFailedException(loss.Error, $"{loss.Message} It could not be made again in {policy.MaximumAttempts} {(policy.MaximumAttempts == 1 ? "attempt" : "attempts")}: {failure.Message}", failure) { Response = loss.Response, Hint = failure.Hint };
    }

    private void Tell(string text, bool isOver = false) => _request.Waiting?.Invoke(new WaitStep(SafeText.Clean(text), isOver));

    /// <summary>Takes over the connection of a session that was made for it.</summary>
    private void Adopt(ImapSession fresh)
    {
        fresh.StopKeepingAlive();
        fresh.ForgetCredentials();
        Port = fresh.Port;
        Security = fresh.Security;
        AuthMechanism = fresh.AuthMechanism;
        AuthenticationDecision = fresh.AuthenticationDecision;
        if (!ReferenceEquals(fresh._slot, _slot))
        {
            // A referral led to another account.
            _slot.Dispose();
            _slot = fresh._slot;
        }

        fresh.Connection.Unsolicited = OnUnsolicited;
        _selection = null;
        _entered = null;
        _enabling = fresh._enabling;
        _enable = fresh._enable;
        Connection = fresh.Connection;
        FreeAtEnd();
        Reconnects++;
    }

    private void ForgetCredentials() => Interlocked.Exchange(ref _credentials, null)?.Dispose();

    private static double Jitter()
    {
#if NET8_0_OR_GREATER
        return Random.Shared.NextDouble();
#else
        return new Random(Guid.NewGuid().GetHashCode()).NextDouble();
#endif
    }

    /// <param name="Connection">Which one: how often it was made again. A command that is lost with it counts from none.</param>
    /// <param name="Count">How many of the waits have passed since it was made.</param>
    private sealed record LossWaits(int Connection, int Count);
}
