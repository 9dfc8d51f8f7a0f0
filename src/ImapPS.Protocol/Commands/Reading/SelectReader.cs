using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads what stands behind the mailbox of SELECT and EXAMINE.</summary>
internal static class SelectReader
{
    public static SelectCommand Read(ref ImapReader reader, MailboxName mailbox, bool readOnly)
    {
        var command = new SelectCommand(mailbox, readOnly);
        if (!reader.TryTake((byte)' '))
            return command;
        reader.Expect((byte)'(');
        do
        {
            if (reader.TryTakeWord("CONDSTORE"u8))
                command = command with { CondStore = true };
            else if (command.Resync is null && reader.TryTakeWord("QRESYNC"u8))
                command = command with { Resync = ReadResync(ref reader) };
            else
                throw reader.Error("CONDSTORE or QRESYNC was expected");
        }
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
        return command;
    }

    private static SelectResync ReadResync(ref ImapReader reader)
    {
        reader.Expect((byte)' ');
        reader.Expect((byte)'(');
        var validity = reader.ReadNumber();
        reader.Expect((byte)' ');
        var resync = new SelectResync(validity, reader.ReadNumber64());
        var more = reader.TryTake((byte)' ');
        if (more && reader.Peek() != '(')
        {
            resync = resync with { KnownUids = reader.ReadSet() };
            more = reader.TryTake((byte)' ');
        }

        if (more)
        {
            reader.Expect((byte)'(');
            var sequence = reader.ReadSet();
            reader.Expect((byte)' ');
            resync = resync with { Match = new SequenceMatch(sequence, reader.ReadSet()) };
            reader.Expect((byte)')');
        }

        reader.Expect((byte)')');
        return resync;
    }
}
