using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Takes the untagged COPYUID of a MOVE (RFC 6851 section 4.3).</summary>
internal sealed class CopySink(UidSet uids) : ResponseSink
{
    private readonly Dictionary<uint, uint> _newUids = [];
    private bool _isTold;

    public uint DestinationUidValidity { get; private set; }

    public IReadOnlyDictionary<uint, uint>? NewUids => _isTold ? _newUids : null;

    public override bool TryAccept(Response response) =>
        response is StatusResponse { Tag: null, Code: CopyUidCode code } && code.Source.Count > 0 && uids.Contains(code.Source[0].First) && Accept(code);

    /// <summary>Also from the tagged OK, where COPY has it.</summary>
    public bool Accept(CopyUidCode code)
    {
        _isTold = true;
        DestinationUidValidity = code.UidValidity;
        using var to = Each(code.Destination).GetEnumerator();
        foreach (var from in Each(code.Source))
        {
            if (!to.MoveNext())
                break;
            // A server can name only what was asked for: no result grows beyond it.
            if (uids.Contains(from))
                _newUids[from] = to.Current;
        }

        return true;
    }

    private IEnumerable<uint> Each(IReadOnlyList<UidRange> ranges)
    {
        long left = uids.Count;
        foreach (var range in ranges)
        {
            for (var uid = range.First; left-- > 0; uid++)
            {
                yield return uid;
                if (uid == range.Last)
                    break;
            }
        }
    }
}
