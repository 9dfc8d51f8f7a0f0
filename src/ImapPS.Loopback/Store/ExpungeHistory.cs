using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Store;

/// <summary>Which messages of a mailbox were expunged, and when; the oldest are forgotten. Not safe for several threads.</summary>
internal sealed class ExpungeHistory
{
    private readonly Queue<(uint Uid, ulong ModSeq)> _expunged = new();
    private ulong _forgotten;
    private int _max = 100_000;

    /// <summary>How many are remembered.</summary>
    public int Max
    {
        get => _max;
        set
        {
            _max = value;
            Trim();
        }
    }

    public void Add(uint uid, ulong modSeq)
    {
        _expunged.Enqueue((uid, modSeq));
        Trim();
    }

    /// <summary>Those that went after that moment; null if some of them are forgotten.</summary>
    public UidSet? Since(ulong modSeq) => modSeq < _forgotten ? null : UidSet.From(_expunged.Where(e => e.ModSeq > modSeq).Select(static e => e.Uid));

    public void Clear()
    {
        _expunged.Clear();
        _forgotten = 0;
    }

    private void Trim()
    {
        while (_expunged.Count > _max)
            _forgotten = _expunged.Dequeue().ModSeq;
    }
}
