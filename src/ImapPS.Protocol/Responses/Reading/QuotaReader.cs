using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads QUOTA and QUOTAROOT.</summary>
/// <remarks>
/// <code>
/// quota-response     = "QUOTA" SP quota-root-name SP quota-list          ; RFC 9208 section 7
/// quota-list         = "(" quota-resource *(SP quota-resource) ")"       ; RFC 2087 section 5.1 lets it be empty
/// quota-resource     = resource-name SP resource-usage SP resource-limit
/// quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)
/// quota-root-name    = astring
/// </code>
/// </remarks>
internal sealed class QuotaReader(ReadingContext context)
{
    public QuotaResponse Read(ref ImapReader reader)
    {
        reader.SkipSpaces();
        var root = reader.ReadKeptString(nilAllowed: false).GetText() ?? "";
        reader.SkipSpaces();
        reader.Expect((byte)'(');
        var resources = new List<QuotaResource>();
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                return new QuotaResponse(root, resources);
            Check(ref reader, resources.Count);
            var name = ByteText.ToText(reader.ReadAtom());
            reader.SkipSpaces();
            var usage = reader.ReadNumber64();
            reader.SkipSpaces();
            resources.Add(new QuotaResource(name, usage, reader.ReadNumber64()));
        }
    }

    public QuotaRootResponse ReadRoots(ref ImapReader reader)
    {
        reader.SkipSpaces();
        var mailbox = MailboxName.FromWire(reader.ReadKeptString(nilAllowed: false).Bytes, context.Utf8);
        var roots = new List<string>();
        while (true)
        {
            reader.SkipSpaces();
            if (reader.AtEnd)
                return new QuotaRootResponse(mailbox, roots);
            Check(ref reader, roots.Count);
            roots.Add(reader.ReadKeptString(nilAllowed: false).GetText() ?? "");
        }
    }

    private void Check(ref ImapReader reader, int count)
    {
        if (count >= context.Limits.MaxListLength)
            throw reader.Error($"A list has more than {context.Limits.MaxListLength} entries (MaxListLength)");
    }
}
