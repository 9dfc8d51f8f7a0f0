using System.Text;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Ordering;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Searching;

/// <summary>Reads what SORT and THREAD compare of a message.</summary>
internal sealed class SortFieldsReader
{
    // Addresses as clients get them: read out of the ENVELOPE that would be sent.
    private readonly ResponseReader _reader = new(options: new ResponseReaderOptions { Text = static octets => EncodedWords.Decode(octets.ToArray()) });

    public SortFields Read(LoopbackMessage message)
    {
        var content = message.Open();
        var line = new List<byte>();
        line.AddRange("* 1 FETCH (ENVELOPE "u8.ToArray());
        line.AddRange(content.Envelope);
        line.AddRange(")\r\n"u8.ToArray());
        var envelope = (_reader.Read(line.ToArray()) as FetchResponse)?.Envelope ?? new Envelope();
        return new SortFields(message.Uid)
        {
            Arrival = message.InternalDate,
            Sent = HeaderDate.TryParse(content.Header.Find("DATE"u8), out var sent) ? sent : null,
            Size = (ulong)content.Bytes.Length,
            Subject = envelope.Subject ?? "",
            From = Mailbox(envelope.From),
            To = Mailbox(envelope.To),
            Cc = Mailbox(envelope.Cc),
            DisplayFrom = Display(envelope.From),
            DisplayTo = Display(envelope.To),
            MessageId = envelope.MessageId,
            References = content.Header.Find("REFERENCES"u8) is { } references ? ByteText.ToText(references) : null,
            InReplyTo = envelope.InReplyTo,
        };
    }

    private static string Mailbox(EnvelopeAddressList list) => list.Count > 0 ? list[0].Mailbox ?? "" : "";

    private static string Display(EnvelopeAddressList list) => list.Count == 0 ? "" : string.IsNullOrEmpty(list[0].Name) ? list[0].Address : list[0].Name!;
}
