using System.Diagnostics;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>
/// The mailboxes that are watched beside the one that is open: NOTIFY tells of them where the server has it, and STATUS is asked
/// now and then, since a mailbox that is renamed tells nothing; otherwise STATUS is asked, one round trip for all, more often.
/// </summary>
/// <remarks>
/// Not by a connection with IDLE for each: an account has three connections, which the cmdlets beside a watch need as well, and
/// mailboxes may be many. Who must hear at once of a second mailbox on such a server watches it in a session of its own.
/// </remarks>
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

        var begin = _session.Capabilities.Notify && !_refused && !ReferenceEquals(_telling, _session.Connection);
        if (begin)
            await _session.RepeatAsync(() => NotifyAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        else if (_telling is not null && _mailboxes.Any(static m => m.IsToBeAsked))
            await AskAgainAsync(cancellationToken).ConfigureAwait(false);
        var interval = _telling is null ? _options.PollInterval : _options.IdleTime;
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

    /// <summary>Lets the server tell no more.</summary>
    public void End()
    {
        if (_telling is not { Cause: null } connection)
            return;
        try
        {
            connection.Enqueue(new NotifyCommand([]));
        }
        catch (ImapException)
        {
            // The connection ended at this moment, and with it what it was told to tell.
        }
    }

    private async Task<bool> NotifyAsync(CancellationToken cancellationToken)
    {
        var connection = _session.Connection;
        var response = await connection.ExecuteAsync(_command, cancellationToken: cancellationToken).ConfigureAwait(false);
        _refused = response.Status != StatusKind.Ok;
        _telling = _refused ? null : connection;
        return !_refused;
    }
}
