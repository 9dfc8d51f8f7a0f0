using ImapPS.Protocol.Responses;

namespace ImapPS.Pipeline;

/// <summary>Puts messages, which come in the server's order, into the order in which they were asked for, and finds those that never come.</summary>
internal sealed class InputOrder
{
    private readonly MessageRequest _request;
    private readonly HashSet<uint> _missing;
    private readonly Dictionary<uint, FetchResponse>? _waiting;
    private int _next;

    public InputOrder(MessageRequest request)
    {
        _request = request;
        _missing = new HashSet<uint>(request.Uids);
        // Ranges have no order of their own, and ascending ids have the server's.
        _waiting = request.HasRanges || request.IsAscending ? null : [];
    }

    /// <summary>Those asked for singly that have not come, in their order.</summary>
    public IEnumerable<uint> Missing => _request.Uids.Where(_missing.Contains).Distinct();

    /// <summary>Takes some messages.</summary>
    /// <returns>Those whose turn it is.</returns>
    public IReadOnlyList<FetchResponse> Take(IReadOnlyList<FetchResponse> arrived)
    {
        var result = new List<FetchResponse>(arrived.Count);
        foreach (var message in arrived)
        {
            // A server may answer for one message twice.
            if (!_missing.Remove(message.Uid) && !_request.HasRanges)
                continue;
            if (_waiting is null)
                result.Add(message);
            else
                _waiting[message.Uid] = message;
        }

        while (_waiting is not null && _next < _request.Uids.Count && _waiting.TryGetValue(_request.Uids[_next], out var next))
        {
            result.Add(next);
            _next++;
        }

        return result;
    }

    /// <summary>The rest, when no more will come.</summary>
    public IReadOnlyList<FetchResponse> TakeRest()
    {
        var result = new List<FetchResponse>();
        for (; _waiting is not null && _next < _request.Uids.Count; _next++)
        {
            if (_waiting.TryGetValue(_request.Uids[_next], out var message))
                result.Add(message);
        }

        return result;
    }
}
