using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads ENVELOPE straight into its fields.</summary>
/// <remarks>
/// <code>
/// envelope  = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP env-bcc SP
///             env-in-reply-to SP env-message-id ")"     ; RFC 9051 section 9; strings are nstring
/// env-from  = "(" 1*address ")" / nil                   ; sender, reply-to, to, cc, bcc alike
/// address   = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"   ; each nstring
/// </code>
/// Taken as well: fields missing at the end, more fields than there are, "()" for nil, several spaces.
/// </remarks>
internal sealed class EnvelopeReader(ReadingContext context)
{
    private EnvelopeAddress[] _gathered = new EnvelopeAddress[8];

    /// <exception cref="ImapParseException">It is no envelope.</exception>
    public Envelope Read(ref ImapReader reader)
    {
        reader.Expect((byte)'(');
        var date = ReadText(ref reader, decode: false);
        var subject = ReadText(ref reader, decode: true);
        reader.SkipSpaces();
        var start = reader.Position;
        var from = ReadAddresses(ref reader);
        var fromBytes = reader.Slice(start, reader.Position);
        var envelope = new Envelope
        {
            Date = date,
            Subject = subject,
            From = from,
            Sender = ReadSameOrOther(ref reader, fromBytes, from),
            ReplyTo = ReadSameOrOther(ref reader, fromBytes, from),
            To = ReadAddresses(ref reader),
            Cc = ReadAddresses(ref reader),
            Bcc = ReadAddresses(ref reader),
            InReplyTo = ReadText(ref reader, decode: false),
            MessageId = ReadText(ref reader, decode: false),
        };
        reader.SkipListEnd();
        return envelope;
    }

    private string? ReadText(ref ImapReader reader, bool decode)
    {
        reader.SkipSpaces();
        string? text = null;
        switch (reader.Peek())
        {
            case (byte)')':
                return null;
            case (byte)'(':
                reader.Skip(1);
                reader.SkipSpaces();
                reader.Expect((byte)')');
                break;
            default:
                var token = reader.ReadKeptString();
                if (!token.IsNil)
                    text = decode ? context.Decode(token.Bytes) : ByteText.ToText(token.Bytes);
                break;
        }

        EndField(ref reader);
        return text;
    }

    /// <summary>Without a space the string before was cut short by a quote inside it, or worse.</summary>
    private static void EndField(ref ImapReader reader)
    {
        if (reader.Peek() is not ((byte)' ' or (byte)')'))
            throw reader.Error("A space was expected between two fields");
    }

    /// <summary>Most senders and reply-tos repeat the From octet for octet (RFC 9051 section 7.5.2 even asks for it).</summary>
    private EnvelopeAddressList ReadSameOrOther(ref ImapReader reader, ReadOnlySpan<byte> fromBytes, EnvelopeAddressList from)
    {
        reader.SkipSpaces();
        if (fromBytes.Length > 1 && fromBytes[0] == '(' && !reader.HasDetached && reader.Rest.StartsWith(fromBytes))
        {
            reader.Skip(fromBytes.Length);
            EndField(ref reader);
            return from;
        }

        return ReadAddresses(ref reader);
    }

    private EnvelopeAddressList ReadAddresses(ref ImapReader reader)
    {
        reader.SkipSpaces();
        switch (reader.Peek())
        {
            case (byte)')':
                return EnvelopeAddressList.Empty;
            case (byte)'(':
                break;
            default:
                if (!reader.ReadKeptString().Bytes.IsEmpty)
                    throw reader.Error("A list of addresses was expected");
                EndField(ref reader);
                return EnvelopeAddressList.Empty;
        }

        // A list says itself where it ends. So octets that begin with a list read before begin with an equal list, and
        // where the "))" is a wrong guess nothing is found.
        var slot = -1;
        ReadOnlySpan<byte> key = default;
        if (!reader.HasDetached && !reader.LenientQuotes)
        {
            var rest = reader.Rest;
            var end = rest.Slice(0, Math.Min(rest.Length, context.Addresses.MaxKey)).IndexOf("))"u8);
            if (end > 0)
            {
                key = rest.Slice(0, end + 2);
                if (context.Addresses.TryGet(key, 0, out slot, out var known))
                {
                    reader.Skip(key.Length);
                    EndField(ref reader);
                    return known;
                }
            }
        }

        var start = reader.Position;
        var list = ReadList(ref reader);
        EndField(ref reader);
        if (reader.Position - start == key.Length)
            context.Addresses.Store(key, 0, slot, list);
        return list;
    }

    private EnvelopeAddressList ReadList(ref ImapReader reader)
    {
        reader.Expect((byte)'(');
        var count = 0;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                break;
            if (reader.Peek() != '(')
            {
                if (!reader.ReadKeptString().IsNil)
                    throw reader.Error("An address was expected");
                continue;
            }

            if (count >= context.Limits.MaxListLength)
                throw reader.Error($"An address list has more than {context.Limits.MaxListLength} entries (MaxListLength)");
            if (count == _gathered.Length)
                Array.Resize(ref _gathered, count * 2);
            _gathered[count++] = ReadAddress(ref reader);
        }

        if (count == 0)
            return EnvelopeAddressList.Empty;
        var list = new EnvelopeAddressList(_gathered.AsSpan(0, count).ToArray());
        Array.Clear(_gathered, 0, count);
        if (_gathered.Length > 1024)
            _gathered = new EnvelopeAddress[8];
        return list;
    }

    private EnvelopeAddress ReadAddress(ref ImapReader reader)
    {
        reader.Expect((byte)'(');
        var name = ReadAddressField(ref reader);
        var nameText = name.IsNil ? null : context.InternDecoded(name.Bytes);
        var route = ReadAddressField(ref reader);
        var routeText = route.IsNil ? null : context.Intern(route.Bytes);
        var mailbox = ReadAddressField(ref reader);
        var host = ReadAddressField(ref reader);
        reader.SkipListEnd();
        if (!host.IsNil)
            return new EnvelopeAddress(nameText, routeText, mailbox.IsNil ? null : context.Intern(mailbox.Bytes), context.Intern(host.Bytes));

        // A group's name stands where the local part stands, and is a phrase like a display name.
        return new EnvelopeAddress(nameText, routeText, mailbox.IsNil ? null : context.InternDecoded(mailbox.Bytes), null);
    }

    private static ImapToken ReadAddressField(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (reader.Peek() == ')')
            return default;
        var token = reader.ReadKeptString();
        EndField(ref reader);
        return token;
    }
}
