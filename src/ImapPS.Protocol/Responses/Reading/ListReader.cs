using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads LIST, LSUB and NAMESPACE.</summary>
/// <remarks>
/// <code>
/// mailbox-list   = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [SP mbox-list-extended]  ; RFC 9051 section 9
/// mbox-list-extended      = "(" [mbox-list-extended-item *(SP mbox-list-extended-item)] ")"
/// mbox-list-extended-item = astring SP tagged-ext-val
/// oldname-extended-item   = "OLDNAME" SP "(" mailbox ")"
/// childinfo-extended-item = "CHILDINFO" SP "(" list-select-base-opt-quoted *(SP list-select-base-opt-quoted) ")"
/// namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace
/// namespace          = nil / "(" 1*namespace-descr ")"
/// namespace-descr    = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil) [namespace-response-extensions] ")"
/// </code>
/// Taken as well: a delimiter without quotes, names with spaces that stand in no quotes, namespaces that are missing.
/// </remarks>
internal sealed class ListReader(ReadingContext context)
{
    public ListResponse Read(ref ImapReader reader, bool isLsub)
    {
        reader.SkipSpaces();
        var attributes = ReadStrings(ref reader);
        reader.ExpectSpace();
        var delimiter = ReadDelimiter(ref reader);
        reader.ExpectSpace();
        var mailbox = ReadMailbox(ref reader);
        reader.SkipSpaces();
        MailboxName? oldName = null;
        IReadOnlyList<string>? childInfo = null;
        if (reader.TryTake((byte)'('))
        {
            while (true)
            {
                reader.SkipSpaces();
                if (reader.TryTake((byte)')'))
                    break;
                var name = reader.ReadKeptString(nilAllowed: false).Bytes;
                reader.SkipSpaces();
                if (ByteText.EqualsIgnoreCase(name, "OLDNAME"u8))
                    oldName = ReadOldName(ref reader);
                else if (ByteText.EqualsIgnoreCase(name, "CHILDINFO"u8))
                    childInfo = ReadStrings(ref reader);
                else
                    reader.SkipValue();
            }
        }

        return new ListResponse(isLsub, attributes, delimiter, mailbox, oldName, childInfo);
    }

    public NamespaceResponse ReadNamespaces(ref ImapReader reader) =>
        new(ReadNamespace(ref reader), ReadNamespace(ref reader), ReadNamespace(ref reader));

    /// <summary>A mailbox's name. One without quotes reaches to the next " (" or the end, spaces included.</summary>
    public MailboxName ReadMailbox(ref ImapReader reader)
    {
        if (reader.Peek() is (byte)'"' or (byte)'{' or (byte)'~' && (reader.Peek() != '~' || reader.PeekAt(1) == '{'))
            return MailboxName.FromWire(reader.ReadKeptString().Bytes, context.Utf8);
        var rest = reader.Rest;
        var length = rest.IndexOf(" ("u8);
        if (length < 0)
            length = rest.Length;
        var name = ByteText.TrimEnd(rest.Slice(0, length));
        if (name.IsEmpty)
            throw reader.Error("A mailbox name was expected");
        reader.Skip(length);
        return MailboxName.FromWire(name, context.Utf8);
    }

    private MailboxName ReadOldName(ref ImapReader reader)
    {
        reader.Expect((byte)'(');
        var name = MailboxName.FromWire(reader.ReadKeptString(nilAllowed: false).Bytes, context.Utf8);
        reader.SkipListEnd();
        return name;
    }

    private List<string> ReadStrings(ref ImapReader reader)
    {
        var strings = new List<string>();
        if (reader.TryTakeWord("NIL"u8))
            return strings;
        reader.Expect((byte)'(');
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                return strings;
            if (strings.Count >= context.Limits.MaxListLength)
                throw reader.Error($"A list has more than {context.Limits.MaxListLength} entries (MaxListLength)");
            strings.Add(context.Intern(reader.ReadKeptString(nilAllowed: false).Bytes));
        }
    }

    private static char? ReadDelimiter(ref ImapReader reader)
    {
        var token = reader.ReadKeptString();
        return token.Bytes.IsEmpty ? null : ByteText.ToText(token.Bytes)[0];
    }

    private List<NamespaceEntry> ReadNamespace(ref ImapReader reader)
    {
        var entries = new List<NamespaceEntry>();
        reader.SkipSpaces();
        if (reader.AtEnd || reader.TryTakeWord("NIL"u8))
            return entries;
        reader.Expect((byte)'(');
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                return entries;
            if (entries.Count >= context.Limits.MaxListLength)
                throw reader.Error($"A list has more than {context.Limits.MaxListLength} entries (MaxListLength)");
            reader.Expect((byte)'(');
            var prefix = reader.ReadKeptString().Bytes;
            var name = prefix.IsEmpty ? null : MailboxName.FromWire(prefix, context.Utf8);
            reader.SkipSpaces();
            entries.Add(new NamespaceEntry(name, ReadDelimiter(ref reader)));
            reader.SkipListEnd();
        }
    }
}
