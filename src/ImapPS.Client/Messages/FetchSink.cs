using System.Threading.Channels;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Takes the FETCH responses of one window and hands them on in batches, as often as the reader runs dry.</summary>
internal sealed class FetchSink : ResponseSink
{
    private const int MaxBatch = 512;

    private readonly UidSet _uids;
    private readonly FetchItems _items;
    private readonly int _maxLiteral;
    private readonly HashSet<uint>? _seen;
    private readonly Channel<IReadOnlyList<FetchResponse>> _batches = Channel.CreateUnbounded<IReadOnlyList<FetchResponse>>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private List<FetchResponse>? _batch;

    /// <param name="uids">What the command asks for.</param>
    /// <param name="items">What it asks of each.</param>
    /// <param name="maxLiteral">The largest literal that is gathered in memory, in octets.</param>
    public FetchSink(UidSet uids, FetchItems items, int maxLiteral)
    {
        _uids = uids;
        _items = items;
        _maxLiteral = maxLiteral;
        // Flags alone are also what the server sends unasked: only the first answer of a message is ours.
        if (items.Sections.Count == 0 && (items.Attributes & ~(FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.ModSeq)) == 0)
            _seen = [];
    }

    public ChannelReader<IReadOnlyList<FetchResponse>> Batches => _batches.Reader;

    /// <summary>What was received for this window so far, in octets of messages' own content.</summary>
    public long ContentLength { get; private set; }

    public int Count { get; private set; }

    /// <summary>Whether anybody still reads <see cref="Batches"/>.</summary>
    public bool Unwanted { get; set; }

    public override bool TakesSections => _items.Sections.Count > 0;

    public override bool TryAccept(Response response)
    {
        if (response is not FetchResponse fetch || fetch.Uid == 0 || !_uids.Contains(fetch.Uid) || !Answers(fetch))
            return false;
        if (_seen is not null && !_seen.Add(fetch.Uid))
            return false;
        Count++;
        foreach (var section in fetch.Sections)
            ContentLength += section.Length;
        if (Unwanted)
            return true;
        PooledContent.Unpool(fetch);
        (_batch ??= new List<FetchResponse>(32)).Add(fetch);
        if (_batch.Count >= MaxBatch)
            Flush();
        return true;
    }

    public override LiteralReceiver? OpenLiteral(ReadOnlySpan<byte> prefix, long length) =>
        _items.Sections.Count == 0 ? null
        : Unwanted ? DiscardingReceiver.Instance
        : length <= _maxLiteral ? new GatheringReceiver(length)
        : null;

    public override void Flush()
    {
        if (_batch is not { } batch)
            return;
        _batch = null;
        _batches.Writer.TryWrite(batch);
    }

    public override void Complete(Exception? error)
    {
        Flush();
        _batches.Writer.TryComplete(error);
    }

    /// <summary>Whether the response has what was asked for; one that hasn't is news of somebody else's doing.</summary>
    private bool Answers(FetchResponse fetch)
    {
        if (fetch.Problems.Count > 0)
            return true;
        var asked = _items.Attributes;
        return Has(FetchAttributes.Flags, fetch.Flags is not null) && Has(FetchAttributes.InternalDate, fetch.InternalDate.HasValue)
            && Has(FetchAttributes.Size, fetch.Size.HasValue) && Has(FetchAttributes.Envelope, fetch.Envelope is not null)
            && Has(FetchAttributes.Body | FetchAttributes.BodyStructure, fetch.Body is not null)
            && (_items.Sections.Count == 0 || fetch.Sections.Count > 0);

        bool Has(FetchAttributes attribute, bool here) => here || (asked & attribute) == 0;
    }
}
