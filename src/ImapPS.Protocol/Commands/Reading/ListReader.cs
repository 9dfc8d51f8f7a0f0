using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads LIST and LSUB; the grammar stands with <see cref="ListCommand"/>.</summary>
internal static class ListReader
{
    public static ListCommand Read(ref ImapReader reader, bool lsub, bool utf8)
    {
        reader.Expect((byte)' ');
        var selection = ListSelection.None;
        if (!lsub && reader.Peek() == '(')
        {
            selection = (ListSelection)reader.ReadOptions(CommandWords.ListSelection, emptyAllowed: true);
            reader.Expect((byte)' ');
        }

        var reference = Decode(reader.ReadAStringBytes(), utf8);
        reader.Expect((byte)' ');
        var patterns = new List<string>();
        if (!lsub && reader.TryTake((byte)'('))
        {
            do
            {
                patterns.Add(Decode(reader.ReadListMailbox(), utf8));
                reader.CheckListLength(patterns.Count);
            }
            while (reader.TryTake((byte)' '));
            reader.Expect((byte)')');
        }
        else
        {
            patterns.Add(Decode(reader.ReadListMailbox(), utf8));
        }

        var result = ListReturn.None;
        StatusItems? status = null;
        if (!lsub && reader.TryTake((byte)' '))
            ReadReturn(ref reader, out result, out status);
        return new ListCommand(reference, patterns) { Lsub = lsub, Selection = selection, Return = result, ReturnStatus = status };
    }

    private static void ReadReturn(ref ImapReader reader, out ListReturn result, out StatusItems? status)
    {
        result = ListReturn.None;
        status = null;
        if (!reader.TryTakeWord("RETURN"u8))
            throw reader.Error("RETURN was expected");
        reader.Expect((byte)' ');
        reader.Expect((byte)'(');
        if (reader.TryTake((byte)')'))
            return;
        do
        {
            if (reader.TryTakeWord("STATUS"u8))
            {
                reader.Expect((byte)' ');
                status = (status ?? 0) | (StatusItems)reader.ReadOptions(CommandWords.Status);
            }
            else
            {
                result |= (ListReturn)reader.ReadOption(CommandWords.ListReturn);
            }
        }
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
    }

    /// <summary>What can't be decoded is kept as it looks, so that it matches nothing by accident.</summary>
    private static string Decode(ReadOnlySpan<byte> wire, bool utf8) =>
        !utf8 && ModifiedUtf7.TryDecode(wire, out var name) ? name : ByteText.ToText(wire);
}
