namespace ImapPS.Loopback.Transport;

/// <summary>One direction of a line: pieces come out in order, each not before its time. One writer, one reader.</summary>
internal sealed class TimedQueue(long capacity)
{
    private readonly object _lock = new();
    private readonly Queue<Chunk> _chunks = new();
    private TaskCompletionSource<bool>? _changed;
    private long _octets;
    private int _inHand;
    private bool _completed;

    /// <summary>Waits while the line is full.</summary>
    /// <returns>False if the line has ended.</returns>
    public async Task<bool> EnqueueAsync(Chunk chunk)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_completed)
                    return false;
                if (_octets < capacity)
                {
                    _octets += chunk.Length;
                    _chunks.Enqueue(chunk);
                    Signal();
                    return true;
                }

                changed = Changed();
            }

            await changed.ConfigureAwait(false);
        }
    }

    /// <summary>The next piece, once it is due; null at the end. What was taken before counts as delivered.</summary>
    public async Task<Chunk?> DequeueAsync()
    {
        while (true)
        {
            Task changed;
            Chunk? next = null;
            lock (_lock)
            {
                _inHand = 0;
                if (_chunks.Count > 0)
                {
                    next = _chunks.Dequeue();
                    _octets -= next.Value.Length;
                    _inHand = 1;
                }

                Signal();
                if (next is null && _completed)
                    return null;
                changed = next is null ? Changed() : Task.CompletedTask;
            }

            if (next is { } chunk)
            {
                await Due.WaitAsync(chunk.Due).ConfigureAwait(false);
                return chunk;
            }

            await changed.ConfigureAwait(false);
        }
    }

    /// <summary>Waits until everything has been delivered or the line has ended.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_completed || (_chunks.Count == 0 && _inHand == 0))
                    return;
                changed = Changed();
            }

            await changed.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the line; what is in it still comes out.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            Signal();
        }
    }

    private Task<bool> Changed() => (_changed ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Signal()
    {
        var changed = _changed;
        _changed = null;
        changed?.TrySetResult(true);
    }
}
