using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads GETMETADATA (without options) and SETMETADATA; the grammar stands with the commands.</summary>
internal static class MetadataReader
{
    public static GetMetadataCommand ReadGet(ref ImapReader reader, bool utf8)
    {
        var mailbox = ReadMailbox(ref reader, utf8);
        var entries = new List<string>();
        if (!reader.TryTake((byte)'('))
            return new GetMetadataCommand(mailbox, [ReadEntry(ref reader)]);
        do
        {
            entries.Add(ReadEntry(ref reader));
            reader.CheckListLength(entries.Count);
        }
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
        return new GetMetadataCommand(mailbox, entries);
    }

    public static SetMetadataCommand ReadSet(ref ImapReader reader, bool utf8)
    {
        var mailbox = ReadMailbox(ref reader, utf8);
        var entries = new List<KeyValuePair<string, string?>>();
        reader.Expect((byte)'(');
        do
        {
            var entry = ReadEntry(ref reader);
            reader.Expect((byte)' ');
            entries.Add(new(entry, reader.TryTakeWord("NIL"u8) ? null : reader.ReadProperString()));
            reader.CheckListLength(entries.Count);
        }
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
        return new SetMetadataCommand(mailbox, entries);
    }

    /// <summary>A mailbox; "" is the server.</summary>
    private static MailboxName? ReadMailbox(ref ImapReader reader, bool utf8)
    {
        reader.Expect((byte)' ');
        var bytes = reader.ReadAStringBytes();
        var mailbox = bytes.IsEmpty ? null : MailboxName.FromWire(bytes, utf8);
        reader.Expect((byte)' ');
        return mailbox;
    }

    private static string ReadEntry(ref ImapReader reader) =>
        reader.Peek() is (byte)'"' or (byte)'{' ? reader.ReadAString() : Grammar.ByteText.ToText(reader.ReadUntil(" )"u8));
}
