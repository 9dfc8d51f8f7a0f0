using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Client.Transport;

/// <summary>Reads certificates from files: PEM (RFC 7468) with any number of them, or one in DER.</summary>
public static class PemCertificates
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";
    private const int MaxFile = 16 * 1024 * 1024;

    /// <summary>All certificates of all files, in order.</summary>
    /// <exception cref="ImapException">InvalidArgument: a file can't be read, or holds no certificate; the message names it.</exception>
    public static IReadOnlyList<X509Certificate2> Load(params string[] paths)
    {
        var all = new List<X509Certificate2>();
        foreach (var path in paths ?? throw new ArgumentNullException(nameof(paths)))
            all.AddRange(LoadFile(path));
        return all;
    }

    private static List<X509Certificate2> LoadFile(string path)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path).Length > MaxFile)
                throw Invalid(path, "is too large to be certificates", null);
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Invalid(path, "can't be read: " + PlainText.Of(e), e);
        }

        var text = Encoding.ASCII.GetString(bytes);
        var found = new List<X509Certificate2>();
        for (var start = text.IndexOf(Begin, StringComparison.Ordinal); start >= 0; start = text.IndexOf(Begin, start, StringComparison.Ordinal))
        {
            start += Begin.Length;
            var end = text.IndexOf(End, start, StringComparison.Ordinal);
            if (end < 0)
                throw Invalid(path, $"breaks off within certificate {found.Count + 1}", null);
            found.Add(Decode(path, () => Convert.FromBase64String(text.Substring(start, end - start)), found.Count + 1));
        }

        if (found.Count == 0 && bytes.Length > 0 && bytes[0] == 0x30)
            found.Add(Decode(path, () => bytes, 1));
        return found.Count > 0
            ? found
            : throw Invalid(path, text.IndexOf("PRIVATE KEY-----", StringComparison.Ordinal) >= 0 ? "holds a private key, but no certificate" : "holds no certificate", null);
    }

    private static X509Certificate2 Decode(string path, Func<byte[]> content, int number)
    {
        try
        {
            return new X509Certificate2(content());
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw Invalid(path, $"holds something as certificate {number} that is none: {e.Message}", e);
        }
    }

    private static ImapException Invalid(string path, string why, Exception? inner) => new(ImapError.InvalidArgument, $"The file '{SafeText.Clean(path)}' {why}.", inner)
    {
        Hint = "Wanted is a file with lines of \"-----BEGIN CERTIFICATE-----\", as openssl writes it.",
    };
}
