using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>A cmdlet that works on sessions: those of -Session, else that of the object in the pipeline, else the one that was connected last.</summary>
public abstract partial class SessionCommand : CancellableCommand
{
    private readonly Queue<(ImapSession Session, object? Target, BackgroundWork Work)> _ahead = new();

    /// <summary>
    /// <para type="description">The sessions to work on, by object, name or number. Default: the session that the object in the pipeline came from, else the one that was connected last.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SessionTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public ImapSession[]? Session { get; set; }

    /// <summary>Shown where the work takes long; null for a cmdlet whose work is to wait.</summary>
    private protected virtual WorkProgress? Progress { get; } = new();

    /// <summary>The sessions to work on; ends the pipeline if there is none.</summary>
    internal IReadOnlyList<ImapSession> ResolveSessions()
    {
        if (Session is { Length: > 0 } given)
            return given;
        if (ImapSessionStore.Current.Default is { } last)
            return [last];
        ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NoSession, ErrorCategory.ConnectionError, null));
        return [];
    }

    /// <summary>The one session that a message reference belongs to.</summary>
    internal ImapSession ResolveSession()
    {
        var sessions = ResolveSessions();
        if (sessions.Count > 1)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.SessionAmbiguous, ErrorCategory.InvalidArgument, Session, sessions.Count));
        return sessions[0];
    }

    /// <summary>Runs work on a session. Its errors are reported: the end of the session ends the pipeline, others concern the target alone.</summary>
    /// <returns>Whether the work was done.</returns>
    internal bool Run(ImapSession session, object? target, Func<PipelineWriter, CancellationToken, Task> work) =>
        Report(session, target, () =>
        {
            session.ThrowIfClosed();
            Run(work, BeginProgress(target, [session]), [session.Debug]);
        });

    /// <summary>
    /// Runs work on each session: on several of them side by side, what they give coming as it comes. The end of one session
    /// ends the pipeline only where it was the only one; of several it is that one's error.
    /// </summary>
    /// <param name="sessions">Where.</param>
    /// <param name="target">What it is about, for people.</param>
    /// <param name="throttleLimit">On so many at once; 1 for one after the other, in their order.</param>
    /// <param name="work">What to do; <see cref="TryAsync"/> is for its parts that may fail alone.</param>
    internal void RunEach(IReadOnlyList<ImapSession> sessions, string target, int throttleLimit, Func<ImapSession, PipelineWriter, CancellationToken, Task> work)
    {
        if (sessions.Count == 1)
        {
            Run(sessions[0], target, (output, cancellationToken) => work(sessions[0], output, cancellationToken));
            return;
        }

        try
        {
            Run(RunAllAsync, BeginProgress(target, sessions), sessions.Select(static s => s.Debug));
        }
        finally
        {
            foreach (var session in sessions)
                ShowNotices(session.Notices);
        }

        async Task RunAllAsync(PipelineWriter output, CancellationToken cancellationToken)
        {
            if (throttleLimit == 1)
            {
                foreach (var session in sessions)
                    await RunOneAsync(session, output, cancellationToken).ConfigureAwait(false);
                return;
            }

            using var places = new SemaphoreSlim(throttleLimit);
            await Task.WhenAll(sessions.Select(async session =>
            {
                await places.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    await RunOneAsync(session, output, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    places.Release();
                }
            })).ConfigureAwait(false);
        }

        async Task RunOneAsync(ImapSession session, PipelineWriter output, CancellationToken cancellationToken)
        {
            try
            {
                session.ThrowIfClosed();
                await work(session, output, cancellationToken).ConfigureAwait(false);
            }
            catch (ImapException e)
            {
                await output.ErrorAsync(ErrorFactory.From(e, session), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A part of the work that may fail without the rest: its error is reported. The end of the session is not its affair.</summary>
    internal async Task TryAsync(string target, PipelineWriter output, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (ImapException e) when (!EndsPipeline(e))
        {
            await output.ErrorAsync(ErrorFactory.From(e, target), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Begins work on a session that goes on while more input is gathered. One such work may run ahead of the one whose
    /// output is being written; all output comes in the order in which the works were begun.
    /// </summary>
    internal void RunAhead(ImapSession session, object? target, Func<PipelineWriter, CancellationToken, Task> work)
    {
        if (!Report(session, target, session.ThrowIfClosed))
            return;
        _ahead.Enqueue((session, target, Begin(work, BeginProgress(target, [session]), [session.Debug])));
        while (_ahead.Count > 1)
            FinishFirst();
    }

    /// <summary>Writes what the work that runs ahead has to write by now.</summary>
    internal void AttendAhead()
    {
        if (_ahead.Count > 0)
            _ahead.Peek().Work.Attend(this);
    }

    /// <summary>Waits for the works that run ahead.</summary>
    internal void FinishAhead()
    {
        while (_ahead.Count > 0)
            FinishFirst();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Those that nobody waits for any more, since the pipeline was ended.
            foreach (var (_, _, work) in _ahead)
                work.Dispose();
            _ahead.Clear();
            _checkpoint?.Dispose();
        }

        base.Dispose(disposing);
    }

    private WorkProgress? BeginProgress(object? target, IReadOnlyList<ImapSession> sessions)
    {
        Progress?.Begin(
            target is string name ? $"{MyInvocation.MyCommand.Name} {SafeText.Clean(name)}" : MyInvocation.MyCommand.Name,
            () => sessions.Sum(static s => s.Engine.Connection.BytesReceived + s.Engine.Connection.BytesSent));
        return Progress;
    }

    private void FinishFirst()
    {
        var (session, target, work) = _ahead.Peek();
        try
        {
            Report(session, target, () => Finish(work));
        }
        finally
        {
            _ahead.Dequeue();
            work.Dispose();
        }
    }

    private bool Report(ImapSession session, object? target, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (ImapException e)
        {
            Report(e, e.Error == ImapError.SessionClosed ? session : target ?? session);
            return false;
        }
        finally
        {
            ShowNotices(session.Notices);
        }
    }
}
