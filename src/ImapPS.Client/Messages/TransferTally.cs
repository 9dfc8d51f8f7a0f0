using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What is known so far of messages that are being copied or moved, over several attempts.</summary>
internal sealed class TransferTally
{
    private readonly Dictionary<uint, uint> _newUids = [];
    private UidSet _done = UidSet.Empty;
    private UidSet _unknown = UidSet.Empty;
    private uint _destinationUidValidity;
    private bool _isTold;

    /// <summary>These are there under new UIDs: the server told, or it was found out.</summary>
    public void Add(IReadOnlyDictionary<uint, uint> newUids, uint destinationUidValidity)
    {
        _isTold = true;
        _destinationUidValidity = destinationUidValidity;
        foreach (var pair in newUids)
            _newUids[pair.Key] = pair.Value;
        AddUntold(UidSet.From(newUids.Keys));
    }

    /// <summary>These are there, and the server did not tell under which UIDs.</summary>
    public void AddUntold(UidSet uids) => _done = UidSet.FromRanges(_done.Concat(uids));

    /// <summary>Of these it can't be told.</summary>
    public void Doubt(UidSet uids) => _unknown = UidSet.FromRanges(_unknown.Concat(uids));

    public TransferOutcome Outcome(ImapException? error) => new(_done, _isTold ? _newUids : null, _destinationUidValidity, error, _unknown);
}
