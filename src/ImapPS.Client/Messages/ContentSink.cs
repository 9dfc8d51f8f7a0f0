using System.Threading.Channels;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>Takes the contents that one command asks for: large ones go to their streams as they come, small ones in borrowed arrays.</summary>
internal sealed class ContentSink : ResponseSink
{
    private const int SlabSize = 64 * 1024;

    private readonly FetchSectionRequest _item;
    private readonly IReadOnlyList<ContentWriter> _writers;
    private readonly int _maxLiteral;
    private readonly uint[] _uids;
    private readonly int[] _places;
    private readonly object?[] _contents;
    private readonly Channel<bool> _arrived = Channel.CreateUnbounded<bool>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private ContentSlab? _slab;
    private bool _news;
    private volatile bool _unwanted;

    /// <param name="item">What is asked for.</param>
    /// <param name="writers">Of which messages, each once.</param>
    /// <param name="maxLiteral">The largest literal gathered in memory, in octets.</param>
    public ContentSink(FetchSectionRequest item, IReadOnlyList<ContentWriter> writers, int maxLiteral)
    {
        _item = item;
        _writers = writers;
        _maxLiteral = maxLiteral;
        _contents = new object?[writers.Count];
        _uids = new uint[writers.Count];
        _places = new int[writers.Count];
        for (var i = 0; i < writers.Count; i++)
            (_uids[i], _places[i]) = (writers[i].Request.Uid, i);
        Array.Sort(_uids, _places);
    }

    /// <summary>Stands where the server said NIL.</summary>
    public static object Nil { get; } = new();

    /// <summary>Tells, whenever the connection's reader runs dry, that something has come; it ends with the command.</summary>
    public ChannelReader<bool> Arrived => _arrived.Reader;

    public override bool TakesSections => true;

    /// <summary>What came for a writer: the octets, the writer itself if it has them already, or <see cref="Nil"/>; null if nothing did.</summary>
    public object? ContentOf(int writer) => Volatile.Read(ref _contents[writer]);

    /// <summary>Nobody reads <see cref="Arrived"/> any more.</summary>
    public void Abandon()
    {
        _unwanted = true;
        foreach (var writer in _writers)
            writer.Unwanted = true;
    }

    public override bool TryAccept(Response response)
    {
        if (response is not FetchResponse fetch || PlaceOf(fetch.Uid) is not (>= 0 and var place))
            return false;
        for (var i = 0; i < fetch.Sections.Count; i++)
        {
            var section = fetch.Sections[i];
            // A server that ignores the range answers without an origin.
            if (section.IsBinary != _item.Binary || section.IsSizeOnly || (section.Origin is { } origin && origin != _item.Origin)
                || !string.Equals(section.Section, _item.Section, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            Keep(place, section.Detached ?? section.Content ?? Nil);
            return true;
        }

        return false;
    }

    public override object? TakeContent(ReadOnlySpan<byte> content)
    {
        if (_slab?.TryAdd(content) is { } added)
            return added;
        _slab?.Release();
        _slab = new ContentSlab(Math.Max(SlabSize, content.Length));
        return _slab.TryAdd(content);
    }

    public override LiteralReceiver? OpenLiteral(ReadOnlySpan<byte> prefix, long length)
    {
        var header = LiteralPrefix.Read(prefix);
        if (!header.IsFor(_item))
            return null;
        if (_unwanted)
            return DiscardingReceiver.Instance;
        var place = header.Uid == 0 ? -1 : PlaceOf(header.Uid);
        // A slice waits for those before it; a whole content goes where it belongs, once.
        if (_item.Count is null && place >= 0)
        {
            var writer = _writers[place];
            if (writer.IsTaken)
                return DiscardingReceiver.Instance;
            writer.IsTaken = true;
            return new ContentReceiver(writer);
        }

        if (length > _maxLiteral || (header.Uid != 0 && place < 0))
            return null;
        return length <= _item.Count ? new SliceReceiver((int)length) : new GatheringReceiver(length);
    }

    public override void Flush()
    {
        // Whoever waits is not woken for each of many small messages.
        if (!_news)
            return;
        _news = false;
        _arrived.Writer.TryWrite(true);
    }

    public override void Complete(Exception? error)
    {
        // An end that comes from elsewhere may find the reader at work with it.
        if (error is null)
            _slab?.Release();
        _arrived.Writer.TryComplete(error);
    }

    private void Keep(int place, object content)
    {
        // A server may answer for one message twice; the first answer counts.
        if (_unwanted || _contents[place] is not null)
        {
            (content as PooledContent)?.Return();
            return;
        }

        Volatile.Write(ref _contents[place], content);
        _news = true;
    }

    private int PlaceOf(uint uid)
    {
        var index = Array.BinarySearch(_uids, uid);
        return index < 0 ? -1 : _places[index];
    }
}
