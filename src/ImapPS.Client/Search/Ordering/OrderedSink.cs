using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Takes the answers to SORT, or to a SEARCH for a part of its results; there is one of them in flight at a time.</summary>
internal sealed class OrderedSink : ResponseSink
{
    private readonly List<UidSequence> _sequences = [];
    private readonly List<uint> _numbers = [];

    /// <summary>Whether the server gave the part that was asked for. One that doesn't know how may give everything.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>How many UIDs the server claims to have found, without listing them.</summary>
    public long Claimed => _sequences.Sum(static s => s.Count) + _numbers.Count;

    public override bool TryAccept(Response response)
    {
        switch (response)
        {
            case ESearchResponse { IsUid: true, Mailbox: null } result:
                IsPartial |= result.Partial is not null;
                if (result.Partial?.Results is { } part)
                    _sequences.Add(part);
                if (result.All is { } all)
                    _sequences.Add(all);
                return true;
            case SortResponse sort:
                _numbers.AddRange(sort.Numbers);
                return true;
            case SearchResponse search:
                _numbers.AddRange(search.Numbers);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The UIDs in the server's order, doubles and zeros dropped.</summary>
    public IReadOnlyList<uint> ToUids() => _sequences.SelectMany(static s => s.Uids()).Concat(_numbers).Where(static n => n != 0).Distinct().ToArray();
}
