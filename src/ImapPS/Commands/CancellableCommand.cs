using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>A cmdlet that does asynchronous work: what the work writes comes out one by one, and Ctrl+C ends it.</summary>
public abstract class CancellableCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled by Ctrl+C, and by whatever else ends the pipeline. One for all that the cmdlet does: a session tells by it whether it is cancelled twice.</summary>
    internal CancellationToken StopToken => _stopping.Token;

    /// <summary>Ends the work.</summary>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called when the pipeline is done with the cmdlet.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stopping.Dispose();
    }

    /// <summary>Runs work on the thread pool, does on this thread what it asks for, and returns when it has ended.</summary>
    internal void Run(Func<PipelineWriter, CancellationToken, Task> work, WorkProgress? progress = null, IEnumerable<DebugTrace>? traces = null)
    {
        using var running = Begin(work, progress, traces);
        Finish(running);
    }

    /// <summary>Begins work that goes on while the pipeline does other things; <see cref="Finish"/> ends it.</summary>
    internal BackgroundWork Begin(Func<PipelineWriter, CancellationToken, Task> work, WorkProgress? progress = null, IEnumerable<DebugTrace>? traces = null) =>
        new(work, _stopping, progress, Shows("Verbose"), Shows("Debug") ? traces : null);

    /// <summary>Does on this thread what the work asks for, until it has ended.</summary>
    internal void Finish(BackgroundWork work)
    {
        try
        {
            work.Finish(this);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>As above, for work that gives one result.</summary>
    internal T Run<T>(Func<CancellationToken, Task<T>> work)
    {
        var result = default(T)!;
        Run(async (_, cancellationToken) => result = await work(cancellationToken).ConfigureAwait(false));
        return result;
    }

    /// <summary>Whether an error of the engine ends the pipeline: the end of the session does.</summary>
    private protected virtual bool EndsPipeline(ImapException error) => ErrorFactory.EndsSession(error);

    /// <summary>Reports an error of the engine: it ends the pipeline, or is that object's misfortune.</summary>
    internal void Report(ImapException error, object? target)
    {
        var record = ErrorFactory.From(error, target);
        if (EndsPipeline(error))
            ThrowTerminatingError(record);
        WriteError(record);
    }

    /// <summary>Shows what was noticed meanwhile as warnings.</summary>
    internal void ShowNotices(NoticeQueue notices)
    {
        while (!StopToken.IsCancellationRequested && notices.TryTake(out var text))
            WriteWarning(text);
    }

    /// <summary>Whether messages of a kind are shown: by the common parameter, or else by the preference variable.</summary>
    private bool Shows(string kind) => MyInvocation.BoundParameters.TryGetValue(kind, out var given)
        ? given is SwitchParameter { IsPresent: true }
        // Assigned in a script it may be a string.
        : LanguagePrimitives.TryConvertTo<ActionPreference>(GetVariableValue(kind + "Preference"), out var preference)
            && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>A path as the user meant it, from PowerShell's current location.</summary>
    internal string Resolve(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
}
