using ImapPS.Client.Connecting;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Changes;

/// <summary>
/// Listens to one mailbox by IDLE, on a connection of its own beside the session's. What it hears is a hint where to look,
/// and no more: so it may come late, fail or end at any moment, and nothing is lost or told twice.
/// </summary>
/// <param name="session">Whose account it is.</param>
/// <param name="mailbox">Opened for reading.</param>
/// <param name="index">Its place in the signal.</param>
/// <param name="signal">Gets the hints, and is woken when something else is to be done about the mailbox.</param>
/// <param name="options">How long an IDLE lasts, and how often is asked where nobody listens.</param>
internal sealed class MailboxListener(ImapSession session, WatchedMailbox mailbox, int index, ChangeSignal signal, WatchOptions options)
{
    /// <summary>How long a server may take to say goodbye.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private Task _run = Task.CompletedTask;
    private int _failures;
    private volatile bool _isBusy;
    private volatile bool _isListening;
    private volatile bool _isHopeless;

    /// <summary>Whether what happens in the mailbox from now on will be heard.</summary>
    public bool IsListening => _isListening;

    /// <summary>Completes when the connection is closed and its place given back.</summary>
    public Task Ended => _run;

    /// <summary>Begins, unless it has begun, waits after a failure, was refused for good, or there is no room for one more connection.</summary>
    public void Start(CancellationToken cancellationToken)
    {
        if (_isHopeless || _isBusy || session.ReserveBeside() is not { } slot)
            return;
        _isBusy = true;
        _run = Task.Run(() => RunAsync(slot, cancellationToken), CancellationToken.None);
    }

    private async Task RunAsync(ConnectionSlot slot, CancellationToken cancellationToken)
    {
        try
        {
            await ListenAsync(slot, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The watch is over, or somebody else wants the place.
        }
        catch (ImapException e)
        {
            await RestAsync(e, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _isBusy = false;
            signal.Wake();
        }
    }

    private async Task ListenAsync(ConnectionSlot slot, CancellationToken cancellationToken)
    {
        var beside = await session.ConnectBesideAsync(slot, $"{session.Name}, listening to {mailbox.Name}", cancellationToken).ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, beside.Wanted);
        beside.MailboxTold += (_, response) => Hear(response);
        try
        {
            while (true)
                await IdleAsync(beside, ending.Token).ConfigureAwait(false);
        }
        finally
        {
            _isListening = false;
            signal.Wake();
            await beside.DisconnectAsync(Farewell).ConfigureAwait(false);
        }
    }

    private async Task IdleAsync(ImapSession beside, CancellationToken cancellationToken)
    {
        using var renewing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hold = Task.Delay(options.IdleTime, renewing.Token);
        try
        {
            var (_, idle) = await beside.EnqueueReadAsync(mailbox.Name, null, () => beside.Connection.EnqueueIdle(hold), cancellationToken).ConfigureAwait(false);
            if (!_isListening)
            {
                // What happened before the mailbox was open here nobody heard.
                mailbox.IsToBeAsked = true;
                _isListening = true;
                _failures = 0;
                signal.Wake();
            }

            var response = await beside.Connection.AwaitAsync(idle, cancellationToken).ConfigureAwait(false);
            response.ThrowIfNotOk(SimpleCommand.Idle, mailbox.Name);
            if (!idle.IsReleased)
                throw new ImapException(ImapError.NotSupported, $"{beside.Server} ends IDLE by itself.");
        }
        finally
        {
            renewing.Cancel();
        }
    }

    private void Hear(Response response)
    {
        if (response is ExistsResponse or ExpungeResponse or VanishedResponse or FetchResponse)
            signal.Note(index, MailboxNews.All);
    }

    /// <summary>Waits as before another attempt to connect. What was refused for good is not tried again: too many logins can lock an account.</summary>
    private async Task RestAsync(ImapException failure, CancellationToken cancellationToken)
    {
        _isHopeless = !ReconnectPolicy.IsTransient(failure);
        session.TellOfBeside($"Nobody listens to {mailbox.Name} any more, which is asked for every {options.PollInterval.TotalSeconds:0.#} s now: {failure.Message}");
        if (_isHopeless)
            return;
        try
        {
            await session.WaitToConnectAsync(++_failures, failure, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The watch is over.
        }
    }
}
