using System.Threading.Channels;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>Takes the contents that one command asks for: large ones go to their streams as they come, small ones in borrowed arrays.</summary>
internal sealed class ContentSink(FetchSectionRequest item, IReadOnlyDictionary<uint, ContentWriter> writers, int maxLiteral) : ResponseSink
{
    private readonly Channel<KeyValuePair<uint, object?>> _arrived = Channel.CreateUnbounded<KeyValuePair<uint, object?>>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private volatile bool _unwanted;

    /// <summary>What came of each message: null for NIL, the octets, or the writer that has them already.</summary>
    public ChannelReader<KeyValuePair<uint, object?>> Arrived => _arrived.Reader;

    public override bool TakesSections => true;

    /// <summary>Whether nobody reads <see cref="Arrived"/> any more.</summary>
    public void Abandon()
    {
        _unwanted = true;
        foreach (var writer in writers.Values)
            writer.Unwanted = true;
    }

    public override bool TryAccept(Response response)
    {
        if (response is not FetchResponse fetch || fetch.Uid == 0 || !writers.ContainsKey(fetch.Uid))
            return false;
        foreach (var section in fetch.Sections)
        {
            // A server that ignores the range answers without an origin.
            if (section.IsBinary != item.Binary || section.IsSizeOnly || (section.Origin is { } origin && origin != item.Origin)
                || !string.Equals(section.Section, item.Section, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var content = section.Detached ?? section.Content;
            if (_unwanted)
                (content as PooledContent)?.Return();
            else
                _arrived.Writer.TryWrite(new(fetch.Uid, content));
            return true;
        }

        return false;
    }

    public override object? TakeContent(ReadOnlySpan<byte> content) => new PooledContent(content);

    public override LiteralReceiver? OpenLiteral(ReadOnlySpan<byte> prefix, long length)
    {
        var header = LiteralPrefix.Read(prefix);
        if (!header.IsFor(item))
            return null;
        if (_unwanted)
            return DiscardingReceiver.Instance;
        // A slice waits for those before it; a whole content goes where it belongs, once.
        if (item.Count is null && header.Uid != 0 && writers.TryGetValue(header.Uid, out var writer))
        {
            if (writer.IsTaken)
                return DiscardingReceiver.Instance;
            writer.IsTaken = true;
            return new ContentReceiver(writer);
        }

        return length <= maxLiteral && (header.Uid == 0 || writers.ContainsKey(header.Uid)) ? new GatheringReceiver(length) : null;
    }

    public override void Complete(Exception? error) => _arrived.Writer.TryComplete(error);
}
