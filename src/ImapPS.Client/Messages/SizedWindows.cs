using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Messages whose sizes were asked for first, so that a window of them holds a known number of octets.</summary>
/// <param name="sizes">UIDs with RFC822.SIZE, read ahead.</param>
/// <param name="maxOctets">The most octets of content in one window. A message that is larger has one of its own.</param>
/// <param name="maxBytes">The most octets of a UID set.</param>
internal sealed class SizedWindows(IAsyncEnumerator<FetchBatch> sizes, long maxOctets, int maxBytes) : WindowSource
{
    /// <summary>"4294967295,"</summary>
    private const int LongestUid = 11;

    private readonly Queue<FetchResponse> _ready = new();
    private readonly List<FetchResponse> _unreadable = [];
    private Task<bool>? _moving;
    private bool _over;
    private uint? _uidValidity;

    public override uint? UidValidity => _uidValidity;

    public override bool KnowsSizes => true;

    public override async ValueTask<UidSet?> TakeAsync(int count, bool wait)
    {
        var taken = new List<uint>();
        var octets = 0L;
        var bytes = 0;
        var inRange = false;
        while (taken.Count < count && await HasNextAsync(wait && taken.Count == 0).ConfigureAwait(false))
        {
            var next = _ready.Peek();
            // A server that tells no size may send any.
            octets += next.Size ?? maxOctets;
            // One that follows on two others is in their range, and makes the set no longer.
            var follows = taken.Count > 0 && taken[taken.Count - 1] == next.Uid - 1;
            bytes += follows && inRange ? 0 : LongestUid;
            inRange = follows;
            if (taken.Count > 0 && (octets > maxOctets || bytes > maxBytes))
                break;
            taken.Add(_ready.Dequeue().Uid);
        }

        return taken.Count == 0 ? null : UidSet.From(taken);
    }

    public override IReadOnlyList<FetchResponse> TakeUnreadable()
    {
        if (_unreadable.Count == 0)
            return [];
        var taken = _unreadable.ToArray();
        _unreadable.Clear();
        return taken;
    }

    public override async ValueTask EndAsync()
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

        await sizes.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> HasNextAsync(bool wait)
    {
        while (_ready.Count == 0 && !_over)
        {
            _moving ??= sizes.MoveNextAsync().AsTask();
            if (!wait && !_moving.IsCompleted)
                return false;
            var moving = _moving;
            _over = !await moving.ConfigureAwait(false);
            _moving = null;
            if (!_over)
                Add(sizes.Current);
        }

        return _ready.Count > 0;
    }

    private void Add(FetchBatch batch)
    {
        _uidValidity = batch.UidValidity;
        foreach (var message in batch.Messages)
        {
            if (message.Uid == 0)
                _unreadable.Add(message);
            else
                _ready.Enqueue(message);
        }
    }
}
