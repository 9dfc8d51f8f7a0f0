using ImapPS.Client.Mime;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Ordering;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Search;

/// <summary>What has to be read of each message so that it can be sorted or threaded here: no more than the criteria look at.</summary>
internal sealed class SortFieldsPlan
{
    private SortFieldsPlan(FetchAttributes attributes, IReadOnlyList<string> fields) => Items = new FetchItems
    {
        Attributes = attributes | FetchAttributes.Uid,
        Sections = fields.Count > 0 ? [FetchSectionRequest.HeaderFields(fields)] : [],
    };

    public FetchItems Items { get; }

    public static SortFieldsPlan For(IReadOnlyList<SortCriterion> criteria)
    {
        var attributes = FetchAttributes.None;
        var fields = new List<string>();
        foreach (var key in criteria.Select(static c => c.Key))
        {
            // A message without a readable Date goes by INTERNALDATE.
            attributes |= key is SortKey.Arrival or SortKey.Date ? FetchAttributes.InternalDate : key == SortKey.Size ? FetchAttributes.Size : FetchAttributes.None;
            var field = key switch
            {
                SortKey.Date => "DATE",
                SortKey.Subject => "SUBJECT",
                SortKey.From or SortKey.DisplayFrom => "FROM",
                SortKey.To or SortKey.DisplayTo => "TO",
                SortKey.Cc => "CC",
                _ => null,
            };
            if (field is not null && !fields.Contains(field))
                fields.Add(field);
        }

        return new SortFieldsPlan(attributes, fields);
    }

    public static SortFieldsPlan For(ThreadAlgorithm algorithm) => new(
        FetchAttributes.InternalDate,
        algorithm == ThreadAlgorithm.OrderedSubject ? ["DATE", "SUBJECT"] : ["DATE", "SUBJECT", "MESSAGE-ID", "REFERENCES", "IN-REPLY-TO"]);

    /// <summary>What came of one message. A field that wasn't sent, or can't be read, is as if it were empty.</summary>
    public static SortFields Read(FetchResponse message)
    {
        var header = message.Sections.Count > 0 ? MimeHeaders.Read(message.Sections[0].Content) : [];
        var from = FirstAddress(Find(header, "FROM"));
        var to = FirstAddress(Find(header, "TO"));
        return new SortFields(message.Uid)
        {
            Arrival = message.InternalDate ?? default,
            Sent = MailDate.TryParse(Find(header, "DATE"), out var sent) ? sent : null,
            Size = (ulong)(message.Size ?? 0),
            Subject = HeaderText.Decode(Find(header, "SUBJECT")),
            From = Mailbox(from),
            To = Mailbox(to),
            Cc = Mailbox(FirstAddress(Find(header, "CC"))),
            DisplayFrom = Display(from),
            DisplayTo = Display(to),
            MessageId = ByteText.ToText(Find(header, "MESSAGE-ID")),
            References = ByteText.ToText(Find(header, "REFERENCES")),
            InReplyTo = ByteText.ToText(Find(header, "IN-REPLY-TO")),
        };
    }

    private static ReadOnlySpan<byte> Find(IReadOnlyList<MimeHeader> header, string name)
    {
        foreach (var field in header)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field.Trimmed;
        }

        return default;
    }

    private static MimeAddress? FirstAddress(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && AddressReader.Read(value) is { Count: > 0 } addresses ? addresses[0] : null;

    /// <summary>addr-mailbox: the local part; of a group its name (RFC 9051 section 7.5.2).</summary>
    private static string Mailbox(MimeAddress? address)
    {
        if (address is null)
            return "";
        if (address.Group is { } group)
            return group;
        var at = address.Address.LastIndexOf('@');
        return (at < 0 ? address.Address : address.Address.Substring(0, at)).Trim('"');
    }

    /// <summary>RFC 5957 section 3.</summary>
    private static string Display(MimeAddress? address) => address is null ? "" : address.Group ?? (address.DisplayName.Length > 0 ? address.DisplayName : address.Address);
}
