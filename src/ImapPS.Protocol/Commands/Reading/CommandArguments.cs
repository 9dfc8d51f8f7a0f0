using System.Buffers;
using System.Buffers.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads what stands behind a command's name. The grammar of each stands with the command.</summary>
internal static class CommandArguments
{
    /// <summary>The command of this name; null if there is none.</summary>
    /// <param name="reader">Stands behind the name.</param>
    /// <param name="name">In upper case.</param>
    /// <param name="utf8">Whether mailbox names come in UTF-8.</param>
    /// <param name="code">The response code if the command must be refused with NO.</param>
    /// <exception cref="ImapParseException">The arguments aren't those of the command.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public static Command? Read(ref ImapReader reader, string name, bool utf8, out string? code)
    {
        code = null;
        foreach (var simple in SimpleCommand.Known)
        {
            if (simple.Name == name)
                return simple;
        }

        var byUid = name.StartsWith("UID ", StringComparison.Ordinal);
        switch (byUid ? name.Substring(4) : name)
        {
            case "FETCH":
                return FetchReader.Read(ref reader, byUid);
            case "SEARCH":
                return SearchReader.Read(ref reader, byUid, out code);
            case "SORT":
                return SearchReader.ReadSort(ref reader, byUid, out code);
            case "THREAD":
                return SearchReader.ReadThread(ref reader, byUid, out code);
            case "ESEARCH" when !byUid:
                return SearchReader.ReadMulti(ref reader, utf8, out code);
            case "STORE":
                return ReadStore(ref reader, byUid, utf8);
            case "COPY":
                var copied = ReadSet(ref reader);
                return new UidCopyCommand(copied, ReadMailbox(ref reader, utf8)) { ByUid = byUid };
            case "MOVE":
                var moved = ReadSet(ref reader);
                return new UidMoveCommand(moved, ReadMailbox(ref reader, utf8)) { ByUid = byUid };
            case "REPLACE":
                return ReadReplace(ref reader, byUid, utf8);
            case "EXPUNGE" when byUid:
                return new UidExpungeCommand(ReadSet(ref reader));
            default:
                return byUid ? null : ReadOther(ref reader, name, utf8);
        }
    }

    private static Command? ReadOther(ref ImapReader reader, string name, bool utf8)
    {
        switch (name)
        {
            case "LOGIN":
                reader.Expect((byte)' ');
                var user = reader.ReadAString();
                reader.Expect((byte)' ');
                return new LoginCommand(user, new SensitiveBytes(reader.ReadAStringBytes().ToArray()));
            case "AUTHENTICATE":
                return ReadAuthenticate(ref reader);
            case "COMPRESS":
                reader.Expect((byte)' ');
                return reader.TryTakeWord("DEFLATE"u8) ? new CompressCommand() : throw reader.Error("DEFLATE is the only way to compress");
            case "ENABLE":
                return ReadEnable(ref reader);
            case "ID":
                return ReadId(ref reader);
            case "LIST" or "LSUB":
                return ListReader.Read(ref reader, name == "LSUB", utf8);
            case "STATUS":
                var mailbox = ReadMailbox(ref reader, utf8);
                reader.Expect((byte)' ');
                return new StatusCommand(mailbox, (StatusItems)reader.ReadOptions(CommandWords.Status));
            case "SELECT" or "EXAMINE":
                return SelectReader.Read(ref reader, ReadMailbox(ref reader, utf8), name == "EXAMINE");
            case "CREATE":
                return ReadCreate(ref reader, utf8);
            case "NOTIFY":
                return NotifyReader.Read(ref reader, utf8);
            case "GETMETADATA":
                return MetadataReader.ReadGet(ref reader, utf8);
            case "SETMETADATA":
                return MetadataReader.ReadSet(ref reader, utf8);
            case "GETQUOTA":
                reader.Expect((byte)' ');
                return new GetQuotaCommand(reader.ReadAString());
            case "GETQUOTAROOT":
                return new GetQuotaRootCommand(ReadMailbox(ref reader, utf8));
            case "DELETE":
                return new DeleteCommand(ReadMailbox(ref reader, utf8));
            case "RENAME":
                var from = ReadMailbox(ref reader, utf8);
                return new RenameCommand(from, ReadMailbox(ref reader, utf8));
            case "SUBSCRIBE":
                return new SubscribeCommand(ReadMailbox(ref reader, utf8));
            case "UNSUBSCRIBE":
                return new UnsubscribeCommand(ReadMailbox(ref reader, utf8));
            case "APPEND":
                return ReadAppend(ref reader, utf8);
            default:
                return null;
        }
    }

    private static MailboxName ReadMailbox(ref ImapReader reader, bool utf8)
    {
        reader.Expect((byte)' ');
        var bytes = reader.ReadAStringBytes();
        return bytes.IsEmpty ? throw reader.Error("A mailbox name can't be empty") : MailboxName.FromWire(bytes, utf8);
    }

    private static CreateCommand ReadCreate(ref ImapReader reader, bool utf8)
    {
        var mailbox = ReadMailbox(ref reader, utf8);
        if (!reader.TryTake((byte)' '))
            return new CreateCommand(mailbox);
        reader.Expect((byte)'(');
        if (!reader.TryTakeWord("USE"u8))
            throw reader.Error("USE was expected");
        reader.Expect((byte)' ');
        reader.Expect((byte)'(');
        var uses = new List<string>();
        while (!reader.TryTake((byte)')'))
        {
            if (uses.Count > 0)
                reader.Expect((byte)' ');
            reader.Expect((byte)'\\');
            uses.Add("\\" + reader.ReadWord());
            reader.CheckListLength(uses.Count);
        }

        reader.Expect((byte)')');
        return new CreateCommand(mailbox) { SpecialUse = uses };
    }

    private static UidSet ReadSet(ref ImapReader reader)
    {
        reader.Expect((byte)' ');
        return reader.ReadSet();
    }

    private static AuthenticateCommand ReadAuthenticate(ref ImapReader reader)
    {
        reader.Expect((byte)' ');
        var mechanism = reader.ReadWord();
        if (!reader.TryTake((byte)' '))
            return new AuthenticateCommand(mechanism, null);
        var encoded = reader.ReadUntil(" "u8);
        if (encoded.Length == 1 && encoded[0] == '=')
            return new AuthenticateCommand(mechanism, new SensitiveBytes([]));
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        if (encoded.IsEmpty || Base64.DecodeFromUtf8(encoded, decoded, out var consumed, out var written) != OperationStatus.Done || consumed != encoded.Length)
            throw reader.Error("The initial response isn't base64");
        var response = decoded.AsSpan(0, written).ToArray();
        Array.Clear(decoded, 0, decoded.Length);
        return new AuthenticateCommand(mechanism, new SensitiveBytes(response));
    }

    private static EnableCommand ReadEnable(ref ImapReader reader)
    {
        var capabilities = new List<string>();
        while (reader.TryTake((byte)' '))
        {
            capabilities.Add(reader.ReadWord());
            reader.CheckListLength(capabilities.Count);
        }

        return new EnableCommand(capabilities);
    }

    private static IdCommand ReadId(ref ImapReader reader)
    {
        reader.Expect((byte)' ');
        if (reader.TryTakeWord("NIL"u8))
            return new IdCommand(null);
        reader.Expect((byte)'(');
        var parameters = new List<KeyValuePair<string, string?>>();
        while (!reader.TryTake((byte)')'))
        {
            if (parameters.Count > 0)
                reader.Expect((byte)' ');
            var name = reader.ReadProperString();
            reader.Expect((byte)' ');
            var value = reader.TryTakeWord("NIL"u8) ? null : reader.ReadProperString();
            parameters.Add(new KeyValuePair<string, string?>(name, value));
            reader.CheckListLength(parameters.Count);
        }

        return new IdCommand(parameters);
    }

    private static Command ReadStore(ref ImapReader reader, bool byUid, bool utf8)
    {
        var set = ReadSet(ref reader);
        reader.Expect((byte)' ');
        ulong? unchangedSince = null;
        if (reader.TryTake((byte)'('))
        {
            if (!reader.TryTakeWord("UNCHANGEDSINCE"u8))
                throw reader.Error("UNCHANGEDSINCE was expected");
            reader.Expect((byte)' ');
            unchangedSince = reader.ReadNumber64();
            reader.Expect((byte)')');
            reader.Expect((byte)' ');
        }

        var mode = reader.TryTake((byte)'+') ? StoreMode.Add : reader.TryTake((byte)'-') ? StoreMode.Remove : StoreMode.Replace;
        if (unchangedSince is null && TryReadLabels(ref reader, utf8, out var labels, out var silently))
            return new UidStoreLabelsCommand(set, mode, labels) { Silent = silently, ByUid = byUid };
        var silent = reader.TryTakeWord("FLAGS.SILENT"u8);
        if (!silent && !reader.TryTakeWord("FLAGS"u8))
            throw reader.Error("FLAGS was expected");
        reader.Expect((byte)' ');
        return new UidStoreCommand(set, mode, reader.ReadFlags(bareAllowed: true)) { Silent = silent, UnchangedSince = unchangedSince, ByUid = byUid };
    }

    private static bool TryReadLabels(ref ImapReader reader, bool utf8, out List<string> labels, out bool silent)
    {
        labels = [];
        silent = reader.TryTakeWord("X-GM-LABELS.SILENT"u8);
        if (!silent && !reader.TryTakeWord("X-GM-LABELS"u8))
            return false;
        reader.Expect((byte)' ');
        reader.Expect((byte)'(');
        while (!reader.TryTake((byte)')'))
        {
            if (labels.Count > 0)
                reader.Expect((byte)' ');
            labels.Add(reader.Peek() == '\\' ? ByteText.ToText(reader.ReadUntil(" )"u8)) : MailboxName.FromWire(reader.ReadAStringBytes(), utf8).Name);
            reader.CheckListLength(labels.Count);
        }

        return true;
    }

    private static AppendCommand ReadAppend(ref ImapReader reader, bool utf8)
    {
        var mailbox = ReadMailbox(ref reader, utf8);
        var messages = new List<AppendEntry>();
        do
        {
            messages.Add(AppendReader.Read(ref reader));
            reader.CheckListLength(messages.Count);
        }
        while (!reader.AtEnd);
        return new AppendCommand(mailbox, messages);
    }

    private static UidReplaceCommand ReadReplace(ref ImapReader reader, bool byUid, bool utf8)
    {
        reader.Expect((byte)' ');
        var number = reader.ReadNumber();
        var mailbox = ReadMailbox(ref reader, utf8);
        return new UidReplaceCommand(number, mailbox, AppendReader.Read(ref reader)) { ByUid = byUid };
    }
}
