using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <content>
/// Which mailbox is selected. Every command that needs one passes through here, so that pipelines which read one mailbox
/// and write another on the same session can't get in each other's way.
/// </content>
public sealed partial class ImapSession
{
    private readonly SemaphoreSlim _selecting = new(1, 1);
    private volatile Selection? _selection;
    private volatile SelectedMailbox? _entered;

    /// <summary>From when on a look at what is open must not be trusted to show what is there. A seam: a test has no time.</summary>
    internal TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Lets the server tell what happened in the open mailbox.</summary>
    internal Task RefreshAsync(CancellationToken cancellationToken) => RepeatAsync(() => Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Queues commands that only read, behind EXAMINE or SELECT where that is needed: one round trip for both.</summary>
    /// <param name="mailbox">Where they read.</param>
    /// <param name="uidValidity">What the caller's UIDs were made under; null if it has none.</param>
    /// <param name="enqueue">Queues the commands; called once.</param>
    /// <param name="cancellationToken">Ends the wait for the mailbox.</param>
    /// <param name="write">A write follows: the mailbox is opened for it at once.</param>
    /// <param name="fresh">
    /// What came in while nothing was said counts. Dovecot and Courier let a session see new messages only when they have
    /// told of them, at a command's end: where the mailbox is open already and nothing was said for a second, NOOP goes
    /// ahead and is waited for, since with SEARCH right behind it Dovecot tells of them after both.
    /// </param>
    /// <param name="resync">Asks what happened since, if the mailbox has to be opened; needs QRESYNC enabled. Null for nothing.</param>
    /// <exception cref="ImapException">MailboxNotFound, UidValidityChanged, or the mailbox can't be opened.</exception>
    internal async Task<(SelectedMailbox Mailbox, T Commands)> EnqueueReadAsync<T>(MailboxName mailbox, uint? uidValidity, Func<T> enqueue, CancellationToken cancellationToken, bool write = false, bool fresh = false, ResyncSink? resync = null)
    {
        Selection selection;
        T commands;
        await ConnectedAsync(cancellationToken).ConfigureAwait(false);
        if (fresh && _selection is { } open && open.Name.Equals(mailbox) && Connection.IsQuietFor(StaleAfter))
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await _selecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            selection = Select(mailbox, write, resync);
            commands = enqueue();
        }
        finally
        {
            _selecting.Release();
        }

        return (Check(await WaitAsync(selection, cancellationToken).ConfigureAwait(false), uidValidity), commands);
    }

    /// <summary>Sends a command that changes something, after the mailbox is open for writing and its UIDVALIDITY was checked.</summary>
    /// <remarks>Once sent it is waited for whatever happens: giving up would leave its outcome unknown.</remarks>
    /// <param name="mailbox">Where the messages are.</param>
    /// <param name="uidValidity">What the caller's UIDs were made under.</param>
    /// <param name="enqueue">Queues the command; called once, when all is as it should be.</param>
    /// <param name="cancellationToken">Ends the wait for the mailbox.</param>
    /// <param name="readOnlyWillDo">The command changes another mailbox than this one: COPY.</param>
    internal async Task<PendingCommand> EnqueueWriteAsync(
        MailboxName mailbox,
        uint uidValidity,
        Func<PendingCommand> enqueue,
        CancellationToken cancellationToken,
        bool readOnlyWillDo = false)
    {
        await ConnectedAsync(cancellationToken).ConfigureAwait(false);
        await _selecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var selected = await WaitAsync(Select(mailbox, write: !readOnlyWillDo), cancellationToken).ConfigureAwait(false);
            Check(selected, uidValidity);
            if (!readOnlyWillDo)
                CheckWritable(selected);
            return enqueue();
        }
        finally
        {
            _selecting.Release();
        }
    }

    /// <summary>Opens a mailbox, or finds it open.</summary>
    public Task<SelectedMailbox> SelectAsync(MailboxName mailbox, bool write, CancellationToken cancellationToken) =>
        RepeatAsync(() => SelectOnceAsync(mailbox, write, cancellationToken), cancellationToken);

    private async Task<SelectedMailbox> SelectOnceAsync(MailboxName mailbox, bool write, CancellationToken cancellationToken)
    {
        Selection selection;
        await _selecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            selection = Select(mailbox, write);
        }
        finally
        {
            _selecting.Release();
        }

        return await WaitAsync(selection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves a mailbox that is about to be renamed or removed, if it is the open one: some servers end a session that has it open.</summary>
    /// <remarks>By UNSELECT, else by opening INBOX for reading; never by CLOSE, which expunges.</remarks>
    internal async Task LeaveAsync(MailboxName mailbox, CancellationToken cancellationToken)
    {
        await _selecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_selection is not { } current || !current.Name.Equals(mailbox))
                return;
            if (!Capabilities.Unselect)
            {
                await WaitAsync(Select(MailboxName.Inbox, write: false), cancellationToken).ConfigureAwait(false);
                return;
            }

            _selection = null;
            _entered = null;
            await Connection.ExecuteAsync(SimpleCommand.Unselect, null, CommandTraits.AfterOthers, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _selecting.Release();
        }
    }

    internal static void CheckWritable(SelectedMailbox selected)
    {
        if (selected.IsReadOnly)
            throw new ImapException(ImapError.CommandRefused, $"The mailbox '{SafeText.Clean(selected.Name.Name)}' is read-only.");
    }

    /// <summary>Opens the mailbox for writing if it is open for reading alone: Courier refuses even APPEND to it then.</summary>
    internal async Task OpenForAppendAsync(MailboxName mailbox, CancellationToken cancellationToken)
    {
        if (_selection is { Write: false } open && open.Name.Equals(mailbox))
            await SelectAsync(mailbox, write: true, cancellationToken).ConfigureAwait(false);
    }

    internal static SelectedMailbox Check(SelectedMailbox selected, uint? uidValidity)
    {
        if (uidValidity is not { } expected || expected == selected.UidValidity)
            return selected;
        throw new ImapException(
            ImapError.UidValidityChanged,
            $"The mailbox '{SafeText.Clean(selected.Name.Name)}' has UIDVALIDITY {selected.UidValidity}, but the messages were found under {expected}. Nothing was done to them.")
        {
            Hint = "The mailbox was deleted and made anew, or the server renumbered it. Search again.",
        };
    }

    private static async Task<SelectedMailbox> WaitAsync(Selection selection, CancellationToken cancellationToken)
    {
        if (!selection.Task.IsCompleted && cancellationToken.CanBeCanceled)
        {
            var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
                await Task.WhenAny(selection.Task, cancelled.Task).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await selection.Task.ConfigureAwait(false);
    }

    /// <summary>Queues SELECT or EXAMINE unless what is open, or about to be, serves. Called under <see cref="_selecting"/>.</summary>
    private Selection Select(MailboxName mailbox, bool write, ResyncSink? resync = null)
    {
        if (_selection is { } current && current.Name.Equals(mailbox) && (current.Write || !write)
            && !current.Task.IsFaulted && !current.Task.IsCanceled && Connection.Cause is null)
        {
            return current;
        }

        if (resync is not null)
            resync.IsSent = true;
        var command = new SelectCommand(mailbox, !write) { CondStore = Capabilities.CondStore && resync is null, Resync = resync?.Known };
        var selected = new SelectedMailbox(mailbox, !write);
        var pending = Connection.Enqueue(command, new SelectSink(selected, m => _entered = m, resync), CommandTraits.AfterOthers);
        var selection = new Selection(mailbox, write, FinishAsync());
        _selection = selection;
        return selection;

        async Task<SelectedMailbox> FinishAsync()
        {
            var response = await pending.Completion.ConfigureAwait(false);
            if (response is { Status: StatusKind.No, Code: null } && !await ExistsAsync(mailbox).ConfigureAwait(false))
                response = response with { Code = new ResponseCode("NONEXISTENT") };
            response.ThrowIfNotOk(command, mailbox);
            return selected;
        }
    }

    /// <summary>Whether LIST shows the mailbox. Dovecot, Cyrus and Courier refuse SELECT and STATUS without a code when it isn't there.</summary>
    internal async Task<bool> ExistsAsync(MailboxName mailbox)
    {
        var sink = new ExistenceSink(mailbox);
        var response = await Connection.ExecuteAsync(new ListCommand("", [mailbox.Name]), sink, CommandTraits.Class("LIST")).ConfigureAwait(false);
        return sink.Found || response.Status != StatusKind.Ok;
    }

    private sealed record Selection(MailboxName Name, bool Write, Task<SelectedMailbox> Task);
}
