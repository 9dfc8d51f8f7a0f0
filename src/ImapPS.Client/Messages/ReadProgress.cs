using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>How far a reading has come: what was handed on, and under which UIDVALIDITY.</summary>
internal sealed class ReadProgress
{
    private readonly List<UidRange> _handedOn = [];

    /// <summary>Null until something was handed on.</summary>
    public uint? UidValidity { get; private set; }

    public void Add(FetchBatch batch)
    {
        UidValidity = batch.UidValidity;
        foreach (var message in batch.Messages)
        {
            // One that could not be read may have none.
            var uid = message.Uid;
            if (uid == 0)
                continue;
            if (_handedOn.Count > 0 && _handedOn[_handedOn.Count - 1] is var last && last.Last + 1 == uid)
                _handedOn[_handedOn.Count - 1] = new UidRange(last.First, uid);
            else
                _handedOn.Add(new UidRange(uid, uid));
        }
    }

    /// <summary>What of these is still to come.</summary>
    public UidSet Rest(UidSet uids) => _handedOn.Count == 0 ? uids : uids.Except(UidSet.FromRanges(_handedOn));
}
