using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>Waits for a mailbox to change: by IDLE where the server has it, otherwise, or where IDLE is refused, by asking now and then.</summary>
internal static class IdleWatch
{
    /// <summary>Returns when there is something to look at, which <paramref name="signal"/> tells.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Which.</param>
    /// <param name="compared">The opened mailbox that was looked at last.</param>
    /// <param name="signal">Gets the server's hints.</param>
    /// <param name="options">How long to wait.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task WaitAsync(ImapSession session, MailboxName mailbox, SelectedMailbox? compared, ChangeSignal signal, WatchOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (session.Capabilities.Idle)
                await IdleAsync(session, mailbox, compared, signal, options, cancellationToken).ConfigureAwait(false);
            else
                await PollAsync(session, mailbox, compared, signal, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (session.Survives(e))
        {
            // The next look is over a new connection, and finds whatever happened between.
            signal.Note(0, MailboxNews.All);
        }
    }

    private static async Task IdleAsync(ImapSession session, MailboxName mailbox, SelectedMailbox? compared, ChangeSignal signal, WatchOptions options, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hold = Task.WhenAny(signal.Given, Task.Delay(options.IdleTime, ending.Token));
        try
        {
            var (selected, pending) = await session.EnqueueReadAsync(mailbox, null, () => session.Connection.EnqueueIdle(hold), cancellationToken).ConfigureAwait(false);
            // Another mailbox was open meanwhile: what was said of this one then, nobody heard.
            if (!ReferenceEquals(selected, compared))
                signal.Note(0, MailboxNews.All);
            await Task.WhenAny(pending.Completion, hold).ConfigureAwait(false);
            // There is something to look at: that is asked right behind DONE, in the same round trip.
            if (signal.Given.IsCompleted && !pending.Completion.IsCompleted)
                return;
            // Who stops watching doesn't wait for a server that may be gone.
            var response = await session.Connection.AwaitAsync(pending, cancellationToken).ConfigureAwait(false);
            if (!pending.IsReleased || response.Status != StatusKind.Ok)
                await PollAsync(session, mailbox, compared, signal, options, cancellationToken).ConfigureAwait(false);
            else if (!hold.IsCompleted)
                await LetOthersAsync(session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ending.Cancel();
        }
    }

    /// <summary>Another command is on its way: IDLE comes behind those that follow it closely.</summary>
    private static async Task LetOthersAsync(ImapSession session, CancellationToken cancellationToken)
    {
        while (!session.Connection.IsQuietFor(TimeSpan.Zero) && session.Connection.Cause is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken).ConfigureAwait(false);
    }

    private static async Task PollAsync(ImapSession session, MailboxName mailbox, SelectedMailbox? compared, ChangeSignal signal, WatchOptions options, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(signal.Given, Task.Delay(options.PollInterval, ending.Token)).ConfigureAwait(false);
        ending.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
        var (selected, noop) = await session.EnqueueReadAsync(mailbox, null, () => session.Connection.Enqueue(SimpleCommand.Noop), cancellationToken).ConfigureAwait(false);
        if (!ReferenceEquals(selected, compared))
            signal.Note(0, MailboxNews.All);
        await session.Connection.AwaitAsync(noop, cancellationToken).ConfigureAwait(false);
    }
}
