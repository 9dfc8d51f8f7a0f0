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
    private bool _isUntold;
    private ImapException? _doubt;

    /// <summary>These are there under new UIDs: the server told, or it was found out.</summary>
    /// <param name="newUids">Old to new.</param>
    /// <param name="destinationUidValidity">What the new ones hold under.</param>
    /// <param name="isDone">False for what MOVE tells before it fails: the message may be in both mailboxes.</param>
    public void Add(IReadOnlyDictionary<uint, uint> newUids, uint destinationUidValidity, bool isDone)
    {
        _isTold = true;
        _destinationUidValidity = destinationUidValidity;
        foreach (var pair in newUids)
            _newUids[pair.Key] = pair.Value;
        if (isDone)
            AddDone(UidSet.From(newUids.Keys));
    }

    /// <summary>These were answered by OK, and no UIDs told.</summary>
    /// <param name="uids">Which.</param>
    /// <param name="wouldTell">The server tells them, so that none of these was there. If it doesn't, of none it is told where they are.</param>
    public void AddUntold(UidSet uids, bool wouldTell)
    {
        AddDone(uids);
        _isUntold |= !wouldTell;
    }

    /// <summary>Of these it can't be told.</summary>
    public void Doubt(UidSet uids, ImapException error)
    {
        if (uids.IsEmpty)
            return;
        _unknown = UidSet.FromRanges(_unknown.Concat(uids));
        _doubt = error;
    }

    /// <summary>Nothing is left to do.</summary>
    public TransferOutcome Outcome() => new(_done, _isTold && !_isUntold ? _newUids : null, _destinationUidValidity, _doubt, _unknown);

    /// <summary>These were not done. Where others were, or are unknown, the error names them; it is the doubt's where there is one.</summary>
    public TransferOutcome Failed(UidSet uids, ImapException error)
    {
        if (!_done.IsEmpty || !_unknown.IsEmpty)
            Doubt(uids.Except(_done), _doubt ?? error);
        return Outcome() with { Error = _doubt ?? error };
    }

    private void AddDone(UidSet uids) => _done = UidSet.FromRanges(_done.Concat(uids));
}
