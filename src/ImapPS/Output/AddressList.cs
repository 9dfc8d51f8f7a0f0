using ImapPS.Client.Mime;
using ImapPS.Protocol.Values;

namespace ImapPS.Output;

/// <summary>Makes addresses of ENVELOPE's, which mark where groups begin and end (RFC 9051 section 7.5.2).</summary>
internal static class AddressList
{
    public static MimeAddress[] Of(EnvelopeAddressList? addresses)
    {
        if (addresses is not { Count: > 0 })
            return [];
        var result = new List<MimeAddress>(addresses.Count);
        string? group = null;
        var isEmpty = false;
        foreach (var address in addresses)
        {
            if (address.IsGroupStart || address.IsGroupEnd)
            {
                if (isEmpty)
                    result.Add(new MimeAddress("", "", group));
                isEmpty = address.IsGroupStart;
                group = address.IsGroupStart ? HeaderText.Decode(address.Mailbox!) : null;
                continue;
            }

            isEmpty = false;
            result.Add(new MimeAddress(address.Name ?? "", HeaderText.OneLine(address.Address), group));
        }

        if (isEmpty)
            result.Add(new MimeAddress("", "", group));
        return result.ToArray();
    }
}
