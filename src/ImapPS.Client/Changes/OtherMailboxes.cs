using System.Diagnostics;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>
/// The mailboxes that are watched beside the one that is open: NOTIFY tells of them where the server has it; otherwise IDLE does,
/// on a connection for each as far as the account has some to spare. STATUS is asked now and then, since a mailbox that is renamed
/// tells nothing, and more often, one round trip for all, where there are some that nobody tells of.
/// </summary>
internal sealed class OtherMailboxes
{
    private const NotifyEvents Messages = NotifyEvents.MessageNew | NotifyEvents.MessageExpunge | NotifyEvents.FlagChange;

    /// <summary>A server that so often told too much to tell it all is asked instead.</summary>
    private const int MaximumOverflows = 3;

    private readonly ImapSession _session;
    private readonly MailboxName _first;
    private readonly WatchedMailbox[] _mailboxes;
    private readonly ChangeSignal _signal;
    private readonly WatchOptions _options;
    private readonly NotifyCommand _command;
    private readonly Stopwatch _asked = Stopwatch.StartNew();
    private readonly CancellationTokenSource _ending;
    private readonly MailboxListener[] _listeners;
    private ImapConnection? _telling;
    private bool _refused;
    private int _overflows;

    /// <param name="session">Logged in.</param>
    /// <param name="mailboxes">The watched ones in the signal's order, the open one first.</param>
    /// <param name="signal">Gets what is to be looked at.</param>
    /// <param name="options">How often to ask.</param>
    public OtherMailboxes(ImapSession session, IReadOnlyList<WatchedMailbox> mailboxes, ChangeSignal signal, WatchOptions options)
    {
        _session = session;
        _first = mailboxes[0].Name;
        _mailboxes = mailboxes.Skip(1).ToArray();
        _signal = signal;
        _options = options;
        var names = _mailboxes.Select(static m => m.Name).ToArray();
        _command = new NotifyCommand(names.Length == 0 ? [] : [new NotifyGroup(NotifyFilter.Selected, Messages), new NotifyGroup(NotifyFilter.Mailboxes, Messages, names)]);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(session.Closing);
        _listeners = _mailboxes.Select((m, i) => new MailboxListener(session, m, i + 1, signal, options)).ToArray();
        // In a line no longer than servers read.
        _refused = names.Sum(static n => n.Name.Length + 10) > CommandLimits.MaxUidSetLength;
    }

    /// <summary>Asks what there is to look at, if it is time to.</summary>
    /// <returns>How long until it is time again; null for ever.</returns>
    /// <exception cref="ImapException">MailboxNotFound, or the connection's end.</exception>
    public async Task<TimeSpan?> LookAsync(CancellationToken cancellationToken)
    {
        if (_mailboxes.Length == 0)
            return null;
        if (_signal.TakeOverflow())
        {
            _telling = null;
            _refused |= ++_overflows > MaximumOverflows;
        }

        if (!ReferenceEquals(_telling, _session.Connection))
            _telling = null;
        var begin = _session.Capabilities.Notify && !_refused && _telling is null;
        if (begin)
            await _session.RepeatAsync(() => NotifyAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        else if (Enumerable.Range(0, _mailboxes.Length).Any(i => _mailboxes[i].IsToBeAsked && IsToldOf(i)))
            await AskAgainAsync(cancellationToken).ConfigureAwait(false);
        if (_telling is null && _session.Capabilities.Idle)
            Array.ForEach(_listeners, l => l.Start(_ending.Token));
        var interval = Enumerable.Range(0, _mailboxes.Length).All(IsToldOf) ? _options.IdleTime : _options.PollInterval;
        var left = interval - _asked.Elapsed;
        if (left > TimeSpan.Zero && !begin)
            return left;
        // What happened before NOTIFY was in force nobody told.
        await AskAsync(cancellationToken).ConfigureAwait(false);
        return interval;
    }

    /// <summary>What happened in a mailbox while it was open for a look is no other mailbox's news: it is closed, and asked for after that.</summary>
    private async Task AskAgainAsync(CancellationToken cancellationToken)
    {
        await _session.RepeatAsync(() => _session.SelectAsync(_first, write: false, cancellationToken), cancellationToken).ConfigureAwait(false);
        await AskAsync(static m => m.IsToBeAsked, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for all of them at once; those that are different from the last time are to be looked at.</summary>
    public Task AskAsync(CancellationToken cancellationToken)
    {
        _asked.Restart();
        return AskAsync(static _ => true, cancellationToken);
    }

    private async Task AskAsync(Func<WatchedMailbox, bool> which, CancellationToken cancellationToken)
    {
        var changed = await Task.WhenAll(_mailboxes.Select(m => which(m) ? m.AskAsync(cancellationToken) : Task.FromResult(false))).ConfigureAwait(false);
        for (var i = 0; i < changed.Length; i++)
        {
            if (changed[i])
                _signal.Note(i + 1, MailboxNews.All);
        }
    }

    /// <summary>Lets the server tell no more, and closes the connections that listened.</summary>
    public async Task EndAsync()
    {
        _ending.Cancel();
        if (_telling is { Cause: null } connection)
        {
            try
            {
                connection.Enqueue(new NotifyCommand([]));
            }
            catch (ImapException)
            {
                // The connection ended at this moment, and with it what it was told to tell.
            }
        }

        await Task.WhenAll(_listeners.Select(static l => l.Ended)).ConfigureAwait(false);
        _ending.Dispose();
    }

    private bool IsToldOf(int index) => _telling is not null || _listeners[index].IsListening;

    private async Task<bool> NotifyAsync(CancellationToken cancellationToken)
    {
        var connection = _session.Connection;
        var response = await connection.ExecuteAsync(_command, cancellationToken: cancellationToken).ConfigureAwait(false);
        _refused = response.Status != StatusKind.Ok;
        _telling = _refused ? null : connection;
        return !_refused;
    }
}
