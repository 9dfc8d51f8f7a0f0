using System.Management.Automation;

namespace ImapPS.Pipeline;

/// <summary>Asynchronous work on behalf of a cmdlet: it runs on the thread pool, and what it asks for is done on the pipeline's thread.</summary>
internal sealed class BackgroundWork : IDisposable
{
    private readonly PipelineWriter _writer;
    private readonly CancellationTokenSource _stopping;
    private readonly Task _task;
    private readonly IReadOnlyList<IDisposable> _tracing;
    private bool _hasEnded;

    /// <param name="work">What to do.</param>
    /// <param name="stopping">The cmdlet's own, cancelled here when the pipeline ends before the work does.</param>
    /// <param name="progress">Begun; shown while the work goes on, and ended with it.</param>
    /// <param name="isVerbose">Whether the cmdlet shows verbose messages.</param>
    /// <param name="traces">What is shown as debug messages meanwhile; null for nothing.</param>
    public BackgroundWork(Func<PipelineWriter, CancellationToken, Task> work, CancellationTokenSource stopping, WorkProgress? progress, bool isVerbose, IEnumerable<DebugTrace>? traces)
    {
        _stopping = stopping;
        _writer = new PipelineWriter { Ending = stopping.Token, Progress = progress, IsVerbose = isVerbose };
        _tracing = (traces ?? []).Select(t => t.Attach(_writer)).ToArray();
        _task = Task.Run(() => WorkAsync(work), CancellationToken.None);
    }

    /// <summary>Does what the work has asked for by now, without waiting for more.</summary>
    public void Attend(Cmdlet cmdlet)
    {
        _writer.ShowPosted(cmdlet);
        while (_writer.TryTake(out var action))
            action(cmdlet);
        _writer.Progress?.Show(cmdlet);
    }

    /// <summary>
    /// Does what the work asks for until it is over. Returns, or throws, only when the work has ended, whatever ended the
    /// pipeline: Ctrl+C, Select-Object -First, an exception in a cmdlet further down.
    /// </summary>
    public void Finish(Cmdlet cmdlet)
    {
        try
        {
            while (_writer.Take(cmdlet) is { } action)
                action(cmdlet);
            End();
            _writer.Progress?.Clear(cmdlet);
        }
        catch
        {
            Dispose();
            _writer.Progress?.TakeAway(cmdlet);
            throw;
        }

        _task.GetAwaiter().GetResult();
    }

    /// <summary>Ends the work if it still runs, and waits for its end.</summary>
    public void Dispose()
    {
        if (!_task.IsCompleted)
            _stopping.Cancel();
        ((IAsyncResult)_task).AsyncWaitHandle.WaitOne();
        // What ended the pipeline is the cause that counts; the work may only be late or cancelled by now.
        _ = _task.Exception;
        End();
    }

    private void End()
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        foreach (var tracing in _tracing)
            tracing.Dispose();
        _writer.Progress?.End();
    }

    private async Task WorkAsync(Func<PipelineWriter, CancellationToken, Task> work)
    {
        PipelineWriter.Current = _writer;
        try
        {
            await work(_writer, _stopping.Token).ConfigureAwait(false);
        }
        finally
        {
            _writer.Complete();
        }
    }
}
