using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>Takes all that answers one FETCH, each message once and whole, as reading does.</summary>
/// <param name="uids">What is asked for.</param>
/// <param name="items">What of each.</param>
internal sealed class GatherSink(UidSet uids, FetchItems items) : ResponseSink
{
    private readonly FetchSink _sink = new(uids, items, FetchOptions.Default.MaxLiteral);
    private readonly List<FetchResponse> _messages = [];
    private readonly HashSet<uint> _seen = [];

    /// <summary>Complete once the command is.</summary>
    public IReadOnlyCollection<FetchResponse> Messages => _messages;

    /// <summary>An answer could not be read, which the session's listener is told: of which message it was nobody knows.</summary>
    public bool HasUnreadable { get; private set; }

    public override bool TakesSections => _sink.TakesSections;

    public override bool TryAccept(Response response)
    {
        if ((response is UnknownResponse unknown && FetchProblems.FromUnreadable(unknown) is not null) || response is FetchResponse { Uid: 0, Problems.Count: > 0 })
        {
            HasUnreadable = true;
            return false;
        }

        // With "*" the last message comes, be it as old as it may. Flags alone are news of somebody else's doing.
        return _sink.TryAccept(response)
            || (uids.HasStar && response is FetchResponse { Uid: not 0 } fetch && (fetch.Envelope is not null || fetch.Size is not null || fetch.InternalDate is not null || fetch.Sections.Count > 0));
    }

    public override LiteralReceiver? OpenLiteral(ReadOnlySpan<byte> prefix, long length) => _sink.OpenLiteral(prefix, length);

    public override void Complete(Exception? error)
    {
        _sink.Complete(error);
        while (_sink.Batches.TryRead(out var batch))
        {
            _messages.AddRange(batch.Where(m => _seen.Add(m.Uid)));
        }
    }
}
