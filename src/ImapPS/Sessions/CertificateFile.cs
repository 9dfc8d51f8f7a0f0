using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Sessions;

/// <summary>Reads certificates to trust from files.</summary>
internal static class CertificateFile
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    /// <summary>All certificates of a PEM file, or the one of a DER file.</summary>
    /// <exception cref="CryptographicException">It holds none, or one that is broken.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static IReadOnlyList<X509Certificate2> Read(string path)
    {
        var text = File.ReadAllText(path);
        var result = new List<X509Certificate2>();
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at, StringComparison.Ordinal))
        {
            at += Begin.Length;
            var end = text.IndexOf(End, at, StringComparison.Ordinal);
            if (end < 0)
                throw new CryptographicException("a certificate has no end");
            try
            {
                result.Add(new X509Certificate2(Convert.FromBase64String(text.Substring(at, end - at))));
            }
            catch (FormatException e)
            {
                throw new CryptographicException("a certificate is not in base64", e);
            }
        }

        if (result.Count == 0)
            result.Add(new X509Certificate2(path));
        return result;
    }
}
