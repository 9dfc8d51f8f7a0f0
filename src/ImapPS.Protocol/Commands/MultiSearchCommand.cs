using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>ESEARCH: a search in several mailboxes with none of them selected (RFC 7377). Its answers always hold UIDs.</summary>
public sealed record MultiSearchCommand : Command
{
    private readonly SearchReturn _return = SearchReturn.All;

    /// <param name="sources">Where; none means the selected mailbox.</param>
    /// <param name="key">What for.</param>
    public MultiSearchCommand(IReadOnlyList<SearchSource> sources, SearchKey key)
    {
        Sources = new ValueList<SearchSource>(sources ?? throw new ArgumentNullException(nameof(sources)));
        Key = key ?? throw new ArgumentNullException(nameof(key));
    }

    /// <inheritdoc/>
    public override string Name => "ESEARCH";

    public IReadOnlyList<SearchSource> Sources { get; }

    public SearchKey Key { get; }

    /// <summary>What each ESEARCH response shall hold. None means All, as for the server.</summary>
    public SearchReturn Return
    {
        get => _return;
        init => _return = value is SearchReturn.None ? SearchReturn.All : value;
    }

    // esearch             = "ESEARCH" [SP esearch-source-opts] [SP search-return-opts] SP search-program    ; RFC 7377 section 4
    // esearch-source-opts = "IN" SP "(" source-mbox [SP "(" scope-options ")"] ")"
    // source-mbox         = filter-mailboxes *(SP filter-mailboxes)
    internal override void WriteArguments(CommandWriter writer)
    {
        for (var i = 0; i < Sources.Count; i++)
            Sources[i].Write(writer.Raw(i == 0 ? " IN (" : " "));
        if (Sources.Count > 0)
            writer.Raw(")");
        SearchProgram.WriteReturn(writer, Return, null);
        if (!writer.Utf8 && !Key.IsAscii)
            writer.Raw(" CHARSET UTF-8");
        SearchProgram.WriteKeys(writer, Key);
    }
}
