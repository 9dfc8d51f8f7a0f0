using System.Buffers.Text;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads STATUS. What isn't known, and numbers that can't be true, are passed over.</summary>
/// <remarks>
/// <code>
/// "STATUS" SP mailbox SP "(" [status-att-list] ")"                                         ; RFC 9051 section 9
/// status-att-val = "MESSAGES" SP number / "UIDNEXT" SP nz-number / "UIDVALIDITY" SP nz-number / "UNSEEN" SP number /
///                  "DELETED" SP number / "SIZE" SP number64
/// "RECENT" SP number                                                                       ; RFC 3501 section 9
/// "HIGHESTMODSEQ" SP mod-sequence-valzer                                                   ; RFC 7162 section 7
/// "APPENDLIMIT" SP (number / nil)                                                          ; RFC 7889 section 7
/// "MAILBOXID" SP "(" objectid ")"                                                          ; RFC 8474 section 7
/// </code>
/// </remarks>
internal sealed class MailboxStatusReader(ReadingContext context, ListReader lists)
{
    public MailboxStatusResponse Read(ref ImapReader reader)
    {
        reader.SkipSpaces();
        var status = new MailboxStatusResponse(lists.ReadMailbox(ref reader));
        reader.SkipSpaces();
        reader.Expect((byte)'(');
        uint? messages = null, recent = null, uidNext = null, uidValidity = null, unseen = null, deleted = null;
        ulong? size = null, modSeq = null, appendLimit = null;
        string? mailboxId = null;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                break;
            switch (context.InternLower(reader.ReadAtom()))
            {
                case "messages":
                    messages = ReadNumber(ref reader);
                    break;
                case "recent":
                    recent = ReadNumber(ref reader);
                    break;
                case "uidnext":
                    uidNext = ReadNumber(ref reader);
                    break;
                case "uidvalidity":
                    uidValidity = ReadNumber(ref reader);
                    break;
                case "unseen":
                    unseen = ReadNumber(ref reader);
                    break;
                case "deleted":
                    deleted = ReadNumber(ref reader);
                    break;
                case "size":
                    size = ReadNumber64(ref reader);
                    break;
                case "highestmodseq":
                    modSeq = ReadNumber64(ref reader);
                    break;
                case "appendlimit":
                    appendLimit = ReadNumber64(ref reader);
                    break;
                case "mailboxid":
                    mailboxId = ReadObjectId(ref reader);
                    break;
                default:
                    reader.SkipSpaces();
                    if (reader.Peek() != ')')
                        reader.SkipValue();
                    break;
            }
        }

        return status with
        {
            Messages = messages,
            Recent = recent,
            UidNext = uidNext,
            UidValidity = uidValidity,
            Unseen = unseen,
            Deleted = deleted,
            Size = size,
            HighestModSeq = modSeq,
            AppendLimit = appendLimit,
            MailboxId = mailboxId,
        };
    }

    private static uint? ReadNumber(ref ImapReader reader) => ReadNumber64(ref reader) is { } value and <= uint.MaxValue ? (uint)value : null;

    private static ulong? ReadNumber64(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (reader.Peek() == '(')
        {
            reader.SkipValue();
            return null;
        }

        var text = reader.ReadKeptString().Bytes;
        return Utf8Parser.TryParse(text, out ulong value, out var used) && used == text.Length ? value : null;
    }

    private static string? ReadObjectId(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (!reader.TryTake((byte)'('))
            return reader.ReadKeptString().GetText();
        var id = reader.ReadKeptString().GetText();
        reader.SkipListEnd();
        return id;
    }
}
