using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Client.Transport;

/// <summary>The DNS names and IP addresses that a certificate is for: its subject alternative names (RFC 5280 section 4.2.1.6).</summary>
internal sealed class SubjectNames
{
    private const string AlternativeName = "2.5.29.17";
    private const byte Sequence = 0x30;
    private const byte DnsName = 0x82;
    private const byte IpAddress = 0x87;

    private SubjectNames(List<string> dnsNames, List<IPAddress> addresses) => (DnsNames, Addresses) = (dnsNames, addresses);

    public IReadOnlyList<string> DnsNames { get; }

    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>For people.</summary>
    public IReadOnlyList<string> All => [.. DnsNames.Select(static n => SafeText.Clean(n, 255)), .. Addresses.Select(static a => a.ToString())];

    public static SubjectNames Of(X509Certificate2 certificate)
    {
        var names = new List<string>();
        var addresses = new List<IPAddress>();
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == AlternativeName)
                Read(extension.RawData, names, addresses);
        }

        return new SubjectNames(names, addresses);
    }

    // SubjectAltName ::= SEQUENCE SIZE (1..MAX) OF GeneralName
    // GeneralName ::= CHOICE { ... dNSName [2] IA5String, ... iPAddress [7] OCTET STRING, ... }
    private static void Read(ReadOnlySpan<byte> der, List<string> names, List<IPAddress> addresses)
    {
        if (!TryRead(ref der, out var tag, out var content) || tag != Sequence)
            return;
        while (TryRead(ref content, out tag, out var value))
        {
            // IA5String is ASCII; an octet beyond it, or a NUL, stays in the name and so never equals a host's.
            if (tag == DnsName)
                names.Add(Encoding.GetEncoding("iso-8859-1").GetString(value.ToArray()));
            else if (tag == IpAddress && value.Length is 4 or 16)
                addresses.Add(new IPAddress(value.ToArray()));
        }
    }

    /// <returns>False at the end, and at anything that isn't DER: what was read so far counts.</returns>
    private static bool TryRead(ref ReadOnlySpan<byte> der, out byte tag, out ReadOnlySpan<byte> value)
    {
        tag = 0;
        value = default;
        if (der.Length < 2)
            return false;
        tag = der[0];
        int length = der[1];
        var start = 2;
        if (length > 0x80)
        {
            var octets = length & 0x7f;
            if (octets > 3 || der.Length < 2 + octets)
                return false;
            length = 0;
            for (var i = 0; i < octets; i++)
                length = length << 8 | der[2 + i];
            start += octets;
        }
        else if (length == 0x80)
        {
            return false;
        }

        if (length > der.Length - start)
            return false;
        value = der.Slice(start, length);
        der = der.Slice(start + length);
        return true;
    }
}
