namespace ImapPS.Protocol.Commands;

/// <summary>A composite search key that is being read.</summary>
internal sealed class SearchFrame(SearchFrameKind kind)
{
    public SearchFrameKind Kind { get; } = kind;

    public List<SearchKey> Keys { get; } = [];
}
