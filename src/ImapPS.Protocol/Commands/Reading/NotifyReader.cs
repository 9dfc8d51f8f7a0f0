using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads NOTIFY; the grammar stands with <see cref="NotifyCommand"/> and <see cref="NotifyGroup"/>.</summary>
internal static class NotifyReader
{
    public static NotifyCommand Read(ref ImapReader reader, bool utf8)
    {
        reader.Expect((byte)' ');
        if (reader.TryTakeWord("NONE"u8))
            return new NotifyCommand([]);
        if (!reader.TryTakeWord("SET"u8))
            throw reader.Error("SET or NONE was expected");
        reader.Expect((byte)' ');
        var status = reader.TryTakeWord("STATUS"u8);
        if (status)
            reader.Expect((byte)' ');
        var groups = new List<NotifyGroup>();
        do
        {
            groups.Add(ReadGroup(ref reader, utf8));
            reader.CheckListLength(groups.Count);
        }
        while (reader.TryTake((byte)' '));
        return new NotifyCommand(groups) { Status = status };
    }

    private static NotifyGroup ReadGroup(ref ImapReader reader, bool utf8)
    {
        reader.Expect((byte)'(');
        var filter = (NotifyFilter)reader.ReadChoice(CommandWords.NotifyFilter);
        reader.Expect((byte)' ');
        IReadOnlyList<MailboxName> names = [];
        if (filter >= NotifyFilter.Subtree)
        {
            names = SearchReader.ReadMailboxes(ref reader, utf8);
            reader.Expect((byte)' ');
        }

        var events = NotifyEvents.None;
        FetchItems? items = null;
        if (!reader.TryTakeWord("NONE"u8))
        {
            reader.Expect((byte)'(');
            do
                events |= ReadEvent(ref reader, ref items);
            while (reader.TryTake((byte)' '));
            reader.Expect((byte)')');
        }

        reader.Expect((byte)')');
        return new NotifyGroup(filter, events, names) { NewItems = items };
    }

    private static NotifyEvents ReadEvent(ref ImapReader reader, ref FetchItems? items)
    {
        var one = (NotifyEvents)reader.ReadOption(CommandWords.NotifyEvents);
        if (one == NotifyEvents.MessageNew && reader.Rest.Length > 1 && reader.Rest[0] == ' ' && reader.Rest[1] == '(')
        {
            reader.Expect((byte)' ');
            items = FetchReader.ReadItems(ref reader);
        }

        return one;
    }
}
