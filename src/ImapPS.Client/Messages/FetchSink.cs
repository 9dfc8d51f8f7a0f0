using System.Diagnostics;
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

    private readonly object _gate = new();
    private readonly UidSet _uids;
    private readonly FetchItems _items;
    private readonly int _maxLiteral;
    private readonly FetchAssembler _assembler;
    private readonly HashSet<uint>? _seen;
    private readonly Channel<IReadOnlyList<FetchResponse>> _batches = Channel.CreateUnbounded<IReadOnlyList<FetchResponse>>(
        new UnboundedChannelOptions { SingleReader = true });

    private List<FetchResponse>? _batch;
    private bool _unwanted;
    private long _begun;

    /// <param name="uids">What the command asks for.</param>
    /// <param name="items">What it asks of each.</param>
    /// <param name="maxLiteral">The largest literal that is gathered in memory, in octets.</param>
    public FetchSink(UidSet uids, FetchItems items, int maxLiteral)
    {
        _uids = uids;
        _items = items;
        _maxLiteral = maxLiteral;
        _assembler = new FetchAssembler(items);
        // Flags alone are also what the server sends unasked: only the first answer of a message is ours.
        if (items.Sections.Count == 0 && (items.Attributes & ~(FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.ModSeq)) == 0)
            _seen = [];
    }

    public ChannelReader<IReadOnlyList<FetchResponse>> Batches => _batches.Reader;

    public int Count { get; private set; }

    /// <summary>From the first message to the end; the wait for the first is the network's or the server's.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Nobody reads <see cref="Batches"/> any more: what is there goes, and what still comes is dropped.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _unwanted = true;
            _batch = null;
            _assembler.Clear();
            while (_batches.Reader.TryRead(out _))
            {
                // Memory must not wait for the end of an answer that may take long.
            }
        }
    }

    public override bool TakesSections => _items.Sections.Count > 0;

    public override bool TryAccept(Response response)
    {
        if (response is UnknownResponse unknown)
            response = FetchProblems.FromUnreadable(unknown) ?? response;
        if (response is not FetchResponse fetch || !IsOurs(fetch, out var flagsAlone))
            return false;
        if (_seen is not null && fetch.Uid != 0 && !_seen.Add(fetch.Uid))
            return false;
        FetchProblems.AddOversized(fetch, _maxLiteral);
        // The connection's end may come from another thread, and completes the window under the reader's hands.
        lock (_gate)
        {
            if (_begun == 0)
                _begun = Stopwatch.GetTimestamp();
            if (_unwanted)
                return !flagsAlone;
            if (flagsAlone && !_assembler.AddFlags(fetch))
                return false;
            if (!flagsAlone)
            {
                PooledContent.Unpool(fetch);
                if (_assembler.Add(fetch) is { } whole)
                    Keep(whole);
            }

            KeepAssembled();
        }

        return true;
    }

    public override LiteralReceiver? OpenLiteral(ReadOnlySpan<byte> prefix, long length)
    {
        if (_items.Sections.Count == 0 || !FetchProblems.EndsInSection(prefix))
            return null;
        // One that is too large costs itself: the message comes without it, and says so.
        return _unwanted || length > _maxLiteral ? DiscardingReceiver.Instance : new GatheringReceiver(length);
    }

    public override void Flush()
    {
        lock (_gate)
            HandOn();
    }

    public override void Complete(Exception? error)
    {
        lock (_gate)
        {
            // Of what is cut off nothing half is handed on: it may be read again on another connection.
            if (error is null)
                _assembler.Complete();
            else
                _assembler.Clear();
            KeepAssembled();
            HandOn();
            if (_begun != 0)
                // FromSeconds rounds to milliseconds on .NET Framework.
                Duration = TimeSpan.FromTicks((long)((Stopwatch.GetTimestamp() - _begun) * ((double)TimeSpan.TicksPerSecond / Stopwatch.Frequency)));
            _batches.Writer.TryComplete(error);
        }
    }

    private void KeepAssembled()
    {
        while (_assembler.TryTake(out var message))
            Keep(message);
    }

    private void Keep(FetchResponse message)
    {
        Count++;
        (_batch ??= new List<FetchResponse>(32)).Add(message);
        if (_batch.Count >= MaxBatch)
            HandOn();
    }

    private void HandOn()
    {
        if (_batch is not { } batch)
            return;
        _batch = null;
        _batches.Writer.TryWrite(batch);
    }

    private bool IsOurs(FetchResponse fetch, out bool flagsAlone)
    {
        flagsAlone = false;
        if (fetch.Uid == 0 || !_uids.Contains(fetch.Uid))
            return fetch.Uid == 0 && fetch.Problems.Count > 0;
        flagsAlone = !Answers(fetch);
        return !flagsAlone || _seen is null;
    }

    /// <summary>
    /// Whether the response has something that was asked for, flags apart: flags alone are news of somebody else's doing.
    /// Not all of it: a server may say NIL to a part of it.
    /// </summary>
    private bool Answers(FetchResponse fetch)
    {
        var asked = _items.Attributes;
        if (_seen is not null)
            return fetch.Flags is not null || (asked & FetchAttributes.Flags) == 0 || fetch.Problems.Count > 0;
        return fetch.Problems.Count > 0
            || Has(FetchAttributes.InternalDate, fetch.InternalDate.HasValue) || Has(FetchAttributes.Size, fetch.Size.HasValue)
            || Has(FetchAttributes.Envelope, fetch.Envelope is not null)
            || Has(FetchAttributes.Body | FetchAttributes.BodyStructure, fetch.Body is not null)
            || Has(FetchAssembler.ExtraAttributes, fetch.Extras is not null)
            || (_items.Sections.Count > 0 && fetch.Sections.Count > 0);

        bool Has(FetchAttributes attribute, bool here) => here && (asked & attribute) != 0;
    }
}
