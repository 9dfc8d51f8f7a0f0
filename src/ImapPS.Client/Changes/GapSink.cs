using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>What a server with QRESYNC tells of a gap: the messages that went, and the flags of those that changed.</summary>
/// <param name="known">Where the gap begins.</param>
/// <param name="uids">The messages that are asked about.</param>
/// <param name="maxRanges">How many ranges of UIDs may come in all: a few octets can name them, whether they ever were or not.</param>
internal sealed class GapSink(SelectResync known, UidSet uids, int maxRanges) : ResyncSink(known with { KnownUids = uids })
{
    private static readonly FetchItems Items = new() { Attributes = FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.ModSeq };

    private readonly List<UidRange> _gone = [];
    private GatherSink _changed = new(uids, Items);

    public UidSet Gone => UidSet.FromRanges(_gone);

    public IReadOnlyCollection<FetchResponse> Changed => _changed.Messages;

    public override bool TryAccept(Response response)
    {
        if (response is not VanishedResponse { Earlier: true } vanished)
            return _changed.TryAccept(response);
        if (_gone.Count + vanished.Uids.RangeCount > maxRanges)
            throw new ImapException(ImapError.ProtocolViolation, $"The server told of more than {maxRanges} ranges of messages that are gone (MaxSetRanges).");
        _gone.AddRange(vanished.Uids);
        return true;
    }

    public override void Reset()
    {
        _gone.Clear();
        _changed = new GatherSink(uids, Items);
    }

    public override void Complete(Exception? error) => _changed.Complete(error);
}
