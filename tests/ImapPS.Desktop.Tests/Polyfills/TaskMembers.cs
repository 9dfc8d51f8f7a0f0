using System.Diagnostics;

namespace ImapPS;

/// <summary>Members of tasks and what ends them that .NET Framework lacks and tests use.</summary>
internal static class TaskMembers
{
    extension(Task task)
    {
        public Task WaitAsync(CancellationToken cancellationToken) => task.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

        public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(task, Task.Delay(timeout, ended.Token)) != task)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new TimeoutException();
            }

            ended.Cancel();
            await task;
        }
    }

    extension<T>(Task<T> task)
    {
        public Task<T> WaitAsync(CancellationToken cancellationToken) => task.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

        public async Task<T> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
        {
            await ((Task)task).WaitAsync(timeout, cancellationToken);
            return await task;
        }
    }

    extension(CancellationTokenSource source)
    {
        public Task CancelAsync() => Task.Run(source.Cancel);
    }

    extension(Process process)
    {
        public Task WaitForExitAsync(CancellationToken cancellationToken) => Task.Run(process.WaitForExit, cancellationToken);
    }
}
