namespace ImapPS.Protocol.Commands;

/// <summary>A search key that is a single word: ALL, SEEN, UNFLAGGED...</summary>
public sealed record SearchWordKey(SearchWord Word) : SearchKey
{
    internal override void Write(CommandWriter writer) => writer.Raw(Word.ToString().ToUpperInvariant());
}
