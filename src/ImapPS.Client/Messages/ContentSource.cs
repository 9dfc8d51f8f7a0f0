namespace ImapPS.Client.Messages;

/// <summary>The requests, looked at one ahead, and without waiting where other work is to be done.</summary>
internal sealed class ContentSource(IAsyncEnumerator<ContentRequest> requests)
{
    private readonly Queue<ContentRequest> _back = new();
    private Task<bool>? _moving;
    private bool _has;

    public bool IsOver { get; private set; }

    /// <summary>The next request, not taken yet.</summary>
    /// <param name="wait">Whether to wait for it.</param>
    /// <returns>Null if there is none, or none yet.</returns>
    public async ValueTask<ContentRequest?> PeekAsync(bool wait)
    {
        if (_back.Count > 0)
            return _back.Peek();
        if (_has)
            return requests.Current;
        if (IsOver)
            return null;
        _moving ??= requests.MoveNextAsync().AsTask();
        if (!wait && !_moving.IsCompleted)
            return null;
        var moving = _moving;
        _has = await moving.ConfigureAwait(false);
        _moving = null;
        IsOver = !_has;
        return _has ? requests.Current : null;
    }

    public void Take()
    {
        if (_back.Count > 0)
            _back.Dequeue();
        else
            _has = false;
    }

    /// <summary>Gives requests back that were taken and not fulfilled: they come first again.</summary>
    public void PutBack(IEnumerable<ContentRequest> unfulfilled)
    {
        var later = _back.ToArray();
        _back.Clear();
        foreach (var request in unfulfilled.Concat(later))
            _back.Enqueue(request);
    }

    /// <summary>Ends the requests; one that is being waited for must come first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_moving is { } moving)
        {
            try
            {
                await moving.ConfigureAwait(false);
            }
            catch (Exception e) when (e is ImapException or OperationCanceledException)
            {
                // What ends the work is told by whoever noticed it first.
            }
        }

        await requests.DisposeAsync().ConfigureAwait(false);
    }
}
