using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Client.Diagnosis;

/// <summary>The names that a certificate is for, and whether a host is among them (RFC 9525).</summary>
/// <remarks>
/// <code>
/// SubjectAltName ::= GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName       ; RFC 5280 section 4.2.1.6
/// GeneralName ::= CHOICE { ... dNSName [2] IA5String, ... iPAddress [7] OCTET STRING, ... }
/// </code>
/// The common name counts for nothing, as in every client of today.
/// </remarks>
internal sealed class CertificateNames
{
    private const string AlternativeNames = "2.5.29.17";
    private const int MaxNames = 1000;

    private readonly List<string> _dns = [];
    private readonly List<IPAddress> _addresses = [];

    private CertificateNames()
    {
    }

    /// <summary>All of them, as text.</summary>
    public IReadOnlyList<string> All => [.. _dns, .. _addresses.Select(static a => a.ToString())];

    public static CertificateNames Read(X509Certificate2 certificate)
    {
        var names = new CertificateNames();
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == AlternativeNames)
                names.Read(extension.RawData);
        }

        return names;
    }

    public bool Match(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return _addresses.Contains(address);
        var wanted = Ascii(host);
        return wanted.Length > 0 && _dns.Exists(name => Match(name.TrimEnd('.'), wanted));
    }

    /// <summary>A star stands for one whole label, the first, and only above a domain of two.</summary>
    internal static bool Match(string pattern, string host)
    {
        if (!pattern.StartsWith("*.", StringComparison.Ordinal))
            return pattern.Equals(host, StringComparison.OrdinalIgnoreCase);
        var dot = host.IndexOf('.');
        var rest = pattern.Substring(1);
        return dot > 0 && rest.IndexOf('.', 1) > 0 && rest.Equals(host.Substring(dot), StringComparison.OrdinalIgnoreCase);
    }

    private static string Ascii(string host)
    {
        try
        {
            return new IdnMapping().GetAscii(host.TrimEnd('.'));
        }
        catch (ArgumentException)
        {
            // Not a name that a certificate could hold, an underscore in it for example: compare it as it is.
            return host.TrimEnd('.');
        }
    }

    private void Read(ReadOnlySpan<byte> encoded)
    {
        if (!TryTake(ref encoded, out var tag, out var list) || tag != 0x30)
            return;
        while (_dns.Count + _addresses.Count < MaxNames && TryTake(ref list, out tag, out var value))
        {
            if (tag == 0x82)
                _dns.Add(Encoding.ASCII.GetString(value.ToArray()));
            else if (tag == 0x87 && value.Length is 4 or 16)
                _addresses.Add(new IPAddress(value.ToArray()));
        }
    }

    /// <summary>One DER element of definite length and a tag of one byte.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> data, out byte tag, out ReadOnlySpan<byte> value)
    {
        tag = 0;
        value = default;
        if (data.Length < 2)
            return false;
        tag = data[0];
        int length = data[1];
        var header = 2;
        if (length > 0x7f)
        {
            var count = length & 0x7f;
            if (count is 0 or > 3 || data.Length < 2 + count)
                return false;
            length = 0;
            for (; header < 2 + count; header++)
                length = (length << 8) | data[header];
        }

        if (data.Length - header < length)
            return false;
        value = data.Slice(header, length);
        data = data.Slice(header + length);
        return true;
    }
}
