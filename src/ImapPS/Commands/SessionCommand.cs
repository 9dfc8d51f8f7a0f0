using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>A cmdlet that works on sessions: those of -Session, else that of the object in the pipeline, else the one that was connected last.</summary>
public abstract class SessionCommand : CancellableCommand
{
    /// <summary>
    /// <para type="description">The sessions to work on, by object, name or number. Default: the session that the object in the pipeline came from, else the one that was connected last.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SessionTransformation]
    [ValidateNotNullOrEmpty]
    public ImapSession[]? Session { get; set; }

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
    internal bool Run(ImapSession session, object? target, Func<PipelineWriter, CancellationToken, Task> work)
    {
        try
        {
            session.ThrowIfClosed();
            Run(work);
            return true;
        }
        catch (ImapException e)
        {
            Report(e, target ?? session);
            return false;
        }
        finally
        {
            ShowNotices(session.Notices);
        }
    }
}
