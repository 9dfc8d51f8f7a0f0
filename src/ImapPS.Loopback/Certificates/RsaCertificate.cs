using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Loopback.Certificates;

/// <summary>Makes certificates where the framework can't: netstandard2.0 has no CertificateRequest.</summary>
/// <remarks>
/// <code>
/// Certificate    ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }      ; RFC 5280 section 4.1
/// TBSCertificate ::= SEQUENCE { [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, [3] extensions }
/// </code>
/// Making an RSA key takes a tenth of a second or several; so all servers of a process, and their authorities, share one.
/// </remarks>
internal static class RsaCertificate
{
    private const int KeySize = 2048;
    private const string AuthorityName = "ImapPS test server authority";
    private static readonly Lazy<RSAParameters> Key = new(MakeKey);
    private static readonly byte[] Sha256WithRsa = Der.Sequence(Der.Oid("1.2.840.113549.1.1.11"), Der.Null);

    /// <summary>The server's certificate with its key, and the one to trust.</summary>
    public static (X509Certificate2 Server, X509Certificate2 Trusted) Create(string name, bool forLoopback, bool selfSigned, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = RSA.Create();
        key.ImportParameters(Key.Value);
        var issuer = selfSigned ? name : AuthorityName;
        var server = Sign(key, name, issuer, from, to, ServerExtensions(name, forLoopback));
        var trusted = selfSigned ? server : Sign(key, issuer, issuer, from.AddDays(-30), to.AddDays(60), AuthorityExtensions());
        var password = Guid.NewGuid().ToString("N");
        var pfx = Pkcs12.Write(server, Key.Value, password, Random(8));
#pragma warning disable SYSLIB0057 // The loader that replaces these constructors is in neither target.
        return (new X509Certificate2(pfx, password), new X509Certificate2(trusted));
#pragma warning restore SYSLIB0057
    }

    private static RSAParameters MakeKey()
    {
        using var key = RSA.Create();
        key.KeySize = KeySize;
        return key.ExportParameters(includePrivateParameters: true);
    }

    private static byte[] Sign(RSA key, string subject, string issuer, DateTimeOffset from, DateTimeOffset to, byte[] extensions)
    {
        var publicKey = key.ExportParameters(includePrivateParameters: false);
        var body = Der.Sequence(
            Der.Explicit(0, Der.Integer(2)),
            Der.Integer(Random(8)),
            Sha256WithRsa,
            CommonName(issuer),
            Der.Sequence(Der.UtcTime(from), Der.UtcTime(to)),
            CommonName(subject),
            Der.Sequence(
                Der.Sequence(Der.Oid("1.2.840.113549.1.1.1"), Der.Null),
                Der.BitString(Der.Sequence(Der.Integer(publicKey.Modulus!), Der.Integer(publicKey.Exponent!)))),
            Der.Explicit(3, extensions));
        return Der.Sequence(body, Sha256WithRsa, Der.BitString(key.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    private static byte[] CommonName(string name) =>
        Der.Sequence(Der.Set(Der.Sequence(Der.Oid("2.5.4.3"), Der.Utf8String(name))));

    private static byte[] ServerExtensions(string name, bool forLoopback)
    {
        // subjectAltName: dNSName [2], iPAddress [7].
        var names = new List<byte[]> { Der.Implicit(2, Encoding.ASCII.GetBytes(name)) };
        if (forLoopback)
        {
            names.Add(Der.Implicit(7, IPAddress.Loopback.GetAddressBytes()));
            names.Add(Der.Implicit(7, IPAddress.IPv6Loopback.GetAddressBytes()));
        }

        return Der.Sequence(
            Extension("2.5.29.17", critical: false, Der.Sequence([.. names])),
            Extension("2.5.29.19", critical: true, Der.Sequence()),
            Extension("2.5.29.15", critical: true, Der.NamedBits(0xa0, 5)),
            Extension("2.5.29.37", critical: false, Der.Sequence(Der.Oid("1.3.6.1.5.5.7.3.1"))));
    }

    private static byte[] AuthorityExtensions() => Der.Sequence(
        Extension("2.5.29.19", critical: true, Der.Sequence(Der.True, Der.Integer(0))),
        Extension("2.5.29.15", critical: true, Der.NamedBits(0x06, 1)));

    private static byte[] Extension(string oid, bool critical, byte[] value) => critical
        ? Der.Sequence(Der.Oid(oid), Der.True, Der.OctetString(value))
        : Der.Sequence(Der.Oid(oid), Der.OctetString(value));

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        bytes[0] = (byte)((bytes[0] & 0x7f) | 0x40);
        return bytes;
    }
}
