using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading.Channels;
using ImapPS.Errors;

namespace ImapPS.Pipeline;

/// <summary>
/// What asynchronous work wants to say to the pipeline. A cmdlet may write on its own thread only, so everything is queued
/// here and done there; the queue is short, so that work which is ahead of the pipeline waits for it.
/// </summary>
internal sealed class PipelineWriter
{
    private const int Capacity = 4;

    /// <summary>How much may be said while the pipeline is busy elsewhere; behind it words get lost.</summary>
    private const int MaxPosted = 10_000;

    private static readonly AsyncLocal<PipelineWriter?> Ambient = new();

    private readonly ConcurrentQueue<Action<Cmdlet>> _posted = new();
    private int _lost;

    private readonly Channel<Action<Cmdlet>> _queue = Channel.CreateBounded<Action<Cmdlet>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = false });

    /// <summary>That of the cmdlet on whose behalf the calling work runs, for work that is far from it; null for none.</summary>
    public static PipelineWriter? Current
    {
        get => Ambient.Value;
        internal set => Ambient.Value = value;
    }

    /// <summary>Told how far the work is; null for work that shows none.</summary>
    public WorkProgress? Progress { get; init; }

    /// <summary>Cancelled when the pipeline takes nothing more.</summary>
    public CancellationToken Ending { get; init; }

    /// <summary>Does something on the pipeline's thread, later.</summary>
    /// <exception cref="OperationCanceledException">The pipeline ended.</exception>
    public ValueTask DoAsync(Action<Cmdlet> action, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(action, cancellationToken);

    /// <summary>Whether the cmdlet shows verbose messages: what nobody sees needs not be made.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Says something on the pipeline's thread without waiting for it, from wherever; once the work is over, nothing.</summary>
    public void Post(Action<Cmdlet> action)
    {
        if (_posted.Count >= MaxPosted)
        {
            Interlocked.Increment(ref _lost);
            return;
        }

        _posted.Enqueue(action);
        // Wakes the pipeline's thread; if the queue is full, it will come by anyhow.
        _queue.Writer.TryWrite(static _ => { });
    }

    /// <summary>For what is worth a verbose message, where somebody sees it: the text is made only then. It never waits.</summary>
    public static void TellVerbose(Func<string> text)
    {
        if (Current is not { IsVerbose: true } writer)
            return;
        var made = text();
        writer.Post(cmdlet => cmdlet.WriteVerbose(made));
    }

    /// <summary>Does something on the pipeline's thread, and returns when it is done.</summary>
    /// <exception cref="OperationCanceledException">The pipeline ended.</exception>
    public async Task DoAndWaitAsync(Action<Cmdlet> action, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await DoAsync(
            cmdlet =>
            {
                action(cmdlet);
                done.TrySetResult(true);
            },
            cancellationToken).ConfigureAwait(false);
        // What ends the pipeline inside the action cancels the work.
        using (Ending.Register(() => done.TrySetCanceled(Ending)))
            await done.Task.ConfigureAwait(false);
    }

    public ValueTask WriteAsync(object value, CancellationToken cancellationToken) => DoAsync(c => c.WriteObject(value), cancellationToken);

    public ValueTask WarnAsync(string text, CancellationToken cancellationToken) => DoAsync(c => c.WriteWarning(text), cancellationToken);

    /// <summary>For callbacks that can't wait asynchronously. Never on the pipeline's own thread.</summary>
    public void Warn(string text, CancellationToken cancellationToken) => WarnAsync(text, cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Warn"/>
    public void Verbose(string text, CancellationToken cancellationToken) => VerboseAsync(text, cancellationToken).AsTask().GetAwaiter().GetResult();

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken) => DoAsync(c => c.WriteVerbose(text), cancellationToken);

    public ValueTask ErrorAsync(ErrorRecord error, CancellationToken cancellationToken) => DoAsync(c => c.WriteError(error), cancellationToken);

    /// <summary>For what is worth telling, but to nobody in particular: the cmdlet at work shows it, if there is one. Never on the pipeline's own thread.</summary>
    /// <returns>Whether there was.</returns>
    public static bool TryTell(Action<Cmdlet> action)
    {
        if (Current is not { } writer)
            return false;
        try
        {
            writer.DoAsync(action, writer.Ending).AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            return false;
        }
    }

    /// <summary>The work is over.</summary>
    internal void Complete() => _queue.Writer.TryComplete();

    /// <summary>Says what was posted, on the pipeline's thread.</summary>
    internal void ShowPosted(Cmdlet cmdlet)
    {
        while (_posted.TryDequeue(out var action))
            action(cmdlet);
        if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
            cmdlet.WriteWarning(Strings.Format("MessagesLostWarning", lost));
    }

    /// <summary>Takes what is to be done on the pipeline's thread by now.</summary>
    internal bool TryTake(out Action<Cmdlet> action) => _queue.Reader.TryRead(out action!);

    /// <summary>Waits, on the pipeline's thread, for the next thing to do there, and shows <see cref="Progress"/> meanwhile.</summary>
    /// <returns>Null when the work is over.</returns>
    internal Action<Cmdlet>? Take(Cmdlet cmdlet)
    {
        while (true)
        {
            ShowPosted(cmdlet);
            Progress?.Show(cmdlet);
            if (_queue.Reader.TryRead(out var action))
                return action;
            var more = _queue.Reader.WaitToReadAsync().AsTask();
            while (Progress is not null && !more.Wait(WorkProgress.Interval))
                Progress.Show(cmdlet);
            if (more.GetAwaiter().GetResult())
                continue;
            ShowPosted(cmdlet);
            return null;
        }
    }
}
