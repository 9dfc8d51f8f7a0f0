namespace ImapPS.Protocol.Commands;

/// <summary>A search key that is a single word: ALL, SEEN, UNFLAGGED...</summary>
public sealed record SearchWordKey(SearchWord Word) : SearchKey
{
    public SearchWord Word { get; } = (SearchWord)CommandWords.Check(CommandWords.SearchWord, (int)Word, nameof(Word));

    internal override void Write(CommandWriter writer) => writer.Raw(CommandWords.SearchWord[(int)Word]);
}
