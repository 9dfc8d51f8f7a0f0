using System.Globalization;
using System.Net;

namespace ImapPS.Client.Transport;

/// <summary>
/// Whether a certificate is for a host, by RFC 9525 (which replaces RFC 6125): subject alternative names only, never the
/// common name; a wildcard is the whole left-most label and stands for exactly one label; an address matches an address.
/// </summary>
/// <remarks>Done here for both platforms, because they differ: in wildcards, common names and addresses.</remarks>
internal static class HostNameMatch
{
    public static bool Matches(SubjectNames names, string host)
    {
        if (IPAddress.TryParse(WithoutScope(host), out var address))
            return names.Addresses.Contains(address);
        return TryAscii(host, out var ascii) && names.DnsNames.Any(name => Matches(name, ascii));
    }

    private static bool Matches(string pattern, string host)
    {
        pattern = pattern.EndsWith(".", StringComparison.Ordinal) ? pattern.Substring(0, pattern.Length - 1) : pattern;
        if (!pattern.StartsWith("*.", StringComparison.Ordinal))
            return pattern.Length > 0 && string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase);
        // RFC 9525 section 6.3. A wildcard right below a top-level domain would be for everybody's hosts.
        var rest = pattern.Substring(1);
        var dot = host.IndexOf('.');
        return rest.IndexOf('*') < 0 && rest.IndexOf('.', 1) > 0 && dot > 0
            && string.Equals(rest, host.Substring(dot), StringComparison.OrdinalIgnoreCase);
    }

    // An IPv6 zone is this machine's own affair and in no certificate.
    private static string WithoutScope(string host)
    {
        var percent = host.IndexOf('%');
        return percent < 0 ? host : host.Substring(0, percent);
    }

    private static bool TryAscii(string host, out string ascii)
    {
        ascii = host.EndsWith(".", StringComparison.Ordinal) ? host.Substring(0, host.Length - 1) : host;
        if (ascii.All(static c => c < 128))
            return ascii.Length > 0;
        try
        {
            ascii = new IdnMapping().GetAscii(ascii);
            return true;
        }
        catch (ArgumentException)
        {
            // No name that a certificate could be for.
            return false;
        }
    }
}
