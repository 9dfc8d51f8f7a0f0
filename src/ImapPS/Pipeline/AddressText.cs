using ImapPS.Client.Mime;

namespace ImapPS.Pipeline;

/// <summary>Reads an address as people type it: a@example.org, or Name &lt;a@example.org&gt;.</summary>
internal static class AddressText
{
    public static MimeAddress Parse(string text)
    {
        var trimmed = text.Trim();
        var open = trimmed.LastIndexOf('<');
        if (open < 0 || !trimmed.EndsWith(">", StringComparison.Ordinal))
            return new MimeAddress("", trimmed);
        return new MimeAddress(trimmed.Substring(0, open).Trim().Trim('"'), trimmed.Substring(open + 1, trimmed.Length - open - 2).Trim());
    }
}
