using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads METADATA.</summary>
/// <remarks>
/// <code>
/// metadata-resp = "METADATA" SP mailbox SP (entry-values / entry-list)   ; RFC 5464 section 5
/// entry-values  = "(" entry-value *(SP entry-value) ")"
/// entry-value   = entry SP value
/// value         = nstring / literal8
/// entry-list    = entry *(SP entry)
/// </code>
/// </remarks>
internal sealed class MetadataReader(ReadingContext context)
{
    public MetadataResponse Read(ref ImapReader reader)
    {
        reader.SkipSpaces();
        var name = reader.ReadKeptString(nilAllowed: false).Bytes;
        var mailbox = name.IsEmpty ? null : MailboxName.FromWire(name, context.Utf8);
        reader.SkipSpaces();
        var entries = new List<KeyValuePair<string, string?>>();
        var namesOnly = !reader.TryTake((byte)'(');
        while (true)
        {
            reader.SkipSpaces();
            if (namesOnly ? reader.AtEnd : reader.TryTake((byte)')'))
                return new MetadataResponse(mailbox, entries, namesOnly);
            if (entries.Count >= context.Limits.MaxListLength)
                throw reader.Error($"A list has more than {context.Limits.MaxListLength} entries (MaxListLength)");
            var entry = reader.ReadKeptString(nilAllowed: false).GetText() ?? "";
            reader.SkipSpaces();
            entries.Add(new(entry, namesOnly ? null : reader.ReadKeptString().GetText()));
        }
    }
}
