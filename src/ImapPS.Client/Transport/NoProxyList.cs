using System.Globalization;
using System.Net;

namespace ImapPS.Client.Transport;

/// <summary>
/// NO_PROXY: names (with everything below them), addresses, networks in CIDR notation, "*" for all, each with a port where
/// wanted, separated by commas or spaces. There is no standard; this is what widely used programs agree on.
/// </summary>
internal static class NoProxyList
{
    public static bool Contains(string? list, string host, int port)
    {
        if (string.IsNullOrWhiteSpace(list))
            return false;
        var name = host.Trim('[', ']').TrimEnd('.');
        _ = IPAddress.TryParse(name, out var address);
        foreach (var entry in list!.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Matches(entry, name, address, port))
                return true;
        }

        return false;
    }

    private static bool Matches(string entry, string name, IPAddress? address, int port)
    {
        if (entry == "*")
            return true;
        var (pattern, onlyPort) = SplitPort(entry);
        if (onlyPort is { } only && only != port)
            return false;
        if (address is not null)
            return InNetwork(pattern.Trim('[', ']'), address);
        pattern = pattern.TrimStart('*').Trim('.');
        return pattern.Length > 0
            && (string.Equals(name, pattern, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + pattern, StringComparison.OrdinalIgnoreCase));
    }

    private static (string Pattern, int? Port) SplitPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        // An IPv6 address has more than one, unless it stands in brackets.
        var separates = colon > 0 && (entry[colon - 1] == ']' || entry.IndexOf(':') == colon);
        return separates && TryNumber(entry, colon + 1, out var port)
            ? (entry.Substring(0, colon), port)
            : (entry, null);
    }

    private static bool TryNumber(string text, int start, out int number)
    {
        var digits = text.Remove(0, start);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool InNetwork(string pattern, IPAddress address)
    {
        var slash = pattern.IndexOf('/');
        if (!IPAddress.TryParse(slash < 0 ? pattern : pattern.Substring(0, slash), out var network) || network.AddressFamily != address.AddressFamily)
            return false;
        var left = network.GetAddressBytes();
        var right = address.GetAddressBytes();
        var bits = left.Length * 8;
        if (slash >= 0 && (!TryNumber(pattern, slash + 1, out bits) || bits > left.Length * 8))
            return false;
        for (var i = 0; i < left.Length && bits > 0; i++, bits -= 8)
        {
            var mask = bits >= 8 ? 0xff : 0xff << (8 - bits) & 0xff;
            if ((left[i] & mask) != (right[i] & mask))
                return false;
        }

        return true;
    }
}
