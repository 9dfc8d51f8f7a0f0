namespace ImapPS.Client.Diagnosis;

/// <summary>Waits no longer than a token allows, also for what knows no tokens.</summary>
internal static class Patience
{
    /// <summary>Stops waiting at cancellation; the task is left to itself, and its failure then is nobody's.</summary>
    public static async Task<T> WaitAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken)))
        {
            var first = await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
            if (first != task)
                _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return await first.ConfigureAwait(false);
        }
    }

    /// <summary>As above, for a task without a result.</summary>
    public static async Task WaitAsync(Task task, CancellationToken cancellationToken)
    {
        await WaitAsync(Wrap(task), cancellationToken).ConfigureAwait(false);

        static async Task<bool> Wrap(Task task)
        {
            await task.ConfigureAwait(false);
            return true;
        }
    }
}
