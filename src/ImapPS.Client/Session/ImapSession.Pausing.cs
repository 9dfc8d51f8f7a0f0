using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;

namespace ImapPS.Client.Session;

/// <content>
/// A server that asks for a pause gets it, from all sessions of the account: nothing new is asked for until it is over, and
/// what was refused and does no harm twice is asked again.
/// </content>
public sealed partial class ImapSession
{
    /// <summary>How many pauses in a row one operation waits through.</summary>
    internal int MaximumPauses => _request.Reconnect.MaximumAttempts;

    /// <summary>Whether a command was refused only for now.</summary>
    internal bool IsAskedToPause(ImapException error) =>
        MayReconnect && !_closing.IsCancellationRequested && error.Error is ImapError.CommandRefused or ImapError.CommandBad && Throttling.IsMeantBy(error.Response);

    /// <summary>Waits, and lets the account's other sessions wait.</summary>
    /// <param name="error">What the server said.</param>
    /// <param name="attempt">From 1: the waits grow as those between attempts to connect.</param>
    /// <param name="cancellationToken">Ends the wait here, not the account's pause.</param>
    internal async Task PauseAsync(ImapException error, int attempt, CancellationToken cancellationToken)
    {
        var delay = _request.Reconnect.DelayBefore(attempt, error, Jitter());
        Tell($"{error.Message} {PauseText(Server, error, delay)}, attempt {attempt} of {MaximumPauses}.");
        _slot.Budget.PauseUntil(_request.Reconnect.Wait(delay, CancellationToken.None));
        try
        {
            await WaitOutAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Tell($"The pause that {Server} asked for is over.", isOver: true);
        }
    }

    private static string PauseText(string server, ImapException error, TimeSpan delay) =>
        $"{server} asks for a pause{(error.ResponseCode is { } code ? $" ({code})" : "")}: it is asked again in {delay.TotalSeconds:0.#} s";

    /// <summary>Connects; a server that has no room, and not for long, is asked again.</summary>
    private static async Task<ImapSession> ConnectPatientlyAsync(ConnectRequest request, LoginCredentials credentials, CancellationToken cancellationToken)
    {
        var policy = request.Reconnect;
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await ConnectAsync(request, credentials, null, cancellationToken).ConfigureAwait(false);
            }
            catch (ImapException e) when (attempt <= policy.MaximumAttempts && (Throttling.IsMeantBy(e.Response) || e.ResponseCode == "LIMIT"))
            {
                delay = policy.DelayBefore(attempt, e, Jitter());
                if ((waited += delay) > request.Patience)
                    throw;
                request.Waiting?.Invoke(new WaitStep(SafeText.Clean($"{e.Message} {PauseText(request.Host, e, delay)}.")));
            }

            await policy.Wait(delay, cancellationToken).ConfigureAwait(false);
            request.Waiting?.Invoke(new WaitStep("The pause is over.", IsOver: true));
        }
    }

    /// <summary>Waits until the account's pause is over.</summary>
    private async Task WaitOutAsync(CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => over.TrySetCanceled(cancellationToken)))
        using (_closing.Token.Register(() => over.TrySetResult(false)))
        {
            if (await Task.WhenAny(_slot.Budget.Pause, over.Task).ConfigureAwait(false) == over.Task && !await over.Task.ConfigureAwait(false))
                throw new ImapException(ImapError.SessionClosed, $"The session with {Server} was closed.");
        }
    }
}
