using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Takes SEARCH or ESEARCH responses; there is one search in flight at a time, so they can't be another's.</summary>
internal sealed class SearchSink(bool extended) : ResponseSink
{
    private readonly List<UidRange> _ranges = [];
    private List<uint>? _numbers;

    public uint? Count { get; private set; }

    public override bool TryAccept(Response response)
    {
        switch (response)
        {
            case ESearchResponse { IsUid: true } result when extended:
                Count = result.Count ?? Count;
                if (result.All is { } all)
                    _ranges.AddRange(all.ToSet());
                return true;
            case SearchResponse search:
                // A server may answer in the old way although RETURN was asked for, and in several responses.
                (_numbers ??= []).AddRange(search.Numbers);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The matches: sorted, doubles and zeros that a server may send dropped.</summary>
    public UidSet ToUids() => _numbers is null
        ? UidSet.FromRanges(_ranges)
        : UidSet.FromRanges(UidSet.From(_numbers.Where(static n => n != 0)).Concat(_ranges));
}
