using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Client.Transport;

/// <summary>SHA-256 thumbprints of certificates as people write them.</summary>
public static class Thumbprint
{
    /// <summary>Upper-case hexadecimal without separators.</summary>
    public static string Of(X509Certificate2 certificate)
    {
        if (certificate is null)
            throw new ArgumentNullException(nameof(certificate));
        using var sha = SHA256.Create();
        var text = new StringBuilder(64);
        foreach (var octet in sha.ComputeHash(certificate.RawData))
            text.Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        return text.ToString();
    }

    /// <summary>Takes 64 hexadecimal digits in any case, with colons, spaces or hyphens between them.</summary>
    /// <exception cref="ImapException">InvalidArgument: it is none, for example the SHA-1 that Windows shows.</exception>
    public static string Normalize(string text)
    {
        var digits = new StringBuilder(64);
        foreach (var c in text ?? throw new ArgumentNullException(nameof(text)))
        {
            if (c is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F')
                digits.Append(char.ToUpperInvariant(c));
            // U+200E comes along when a thumbprint is copied from the Windows certificate dialog.
            else if (c is not (':' or ' ' or '-' or '\u200e'))
                throw Invalid("holds other characters than hexadecimal digits");
        }

        return digits.Length switch
        {
            64 => digits.ToString(),
            40 => throw Invalid("is a SHA-1, which is too weak to pin by"),
            _ => throw Invalid($"has {digits.Length} digits instead of 64"),
        };
    }

    private static ImapException Invalid(string why) => new(ImapError.InvalidArgument, $"The certificate thumbprint {why}.")
    {
        Hint = "Give the SHA-256 of the certificate: openssl x509 -noout -fingerprint -sha256 -in cert.pem",
    };
}
