using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Messages;

/// <summary>One FETCH command for contents, from being planned to being answered.</summary>
internal sealed class ContentUnit(FetchSectionRequest item, IReadOnlyList<ContentWriter> writers, long bytes, int maxLiteral)
{
    private ContentSink? _sink;

    public FetchSectionRequest Item { get; } = item;

    /// <summary>In the order in which they were asked for.</summary>
    public IReadOnlyList<ContentWriter> Writers { get; } = writers;

    /// <summary>What is expected to come, in octets.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>The slices that this is one of; null if it is whole.</summary>
    public SliceRun? Run { get; init; }

    /// <summary>How many of the writers have given their results.</summary>
    public int Done { get; set; }

    /// <summary>Those that have not.</summary>
    public IEnumerable<ContentWriter> Unfinished => Run is null ? Writers.Skip(Done) : Run.IsOver ? [] : [Run.Writer];

    public ContentSink Sink => _sink ??= new ContentSink(Item, Writers, maxLiteral);

    public PendingCommand? Pending { get; set; }
}
