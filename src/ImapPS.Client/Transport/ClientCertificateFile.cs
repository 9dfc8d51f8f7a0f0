using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>Reads a certificate with its private key from a PFX (PKCS#12) file, or from PEM files.</summary>
public static class ClientCertificateFile
{
    /// <param name="path">A PFX file, or a PEM file with the certificate.</param>
    /// <param name="keyPath">A PEM file with the private key; null if it is in <paramref name="path"/>.</param>
    /// <param name="password">For the PFX or the key; null for none.</param>
    /// <exception cref="ImapException">InvalidArgument: unreadable, a wrong password, no private key, another certificate's key.</exception>
    public static X509Certificate2 Load(string path, string? keyPath = null, SecureString? password = null)
    {
        byte[] bytes;
        string? key = null;
        try
        {
            bytes = File.ReadAllBytes(path ?? throw new ArgumentNullException(nameof(path)));
            if (keyPath is not null)
                key = File.ReadAllText(keyPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ImapException(ImapError.InvalidArgument, $"The client certificate can't be read: {e.Message}", e);
        }

        // A PFX is DER, which begins with a SEQUENCE; PEM is text.
        var certificate = bytes.Length > 0 && bytes[0] == 0x30 && key is null ? FromPfx(path, bytes, password) : FromPem(path, System.Text.Encoding.ASCII.GetString(bytes), key, password);
        if (certificate.HasPrivateKey)
            return certificate;
        certificate.Dispose();
        throw new ImapException(ImapError.InvalidArgument, $"The file '{SafeText.Clean(path)}' holds a certificate without its private key.")
        {
            Hint = "Give a PFX file, or the key's PEM file beside the certificate's.",
        };
    }

    private static X509Certificate2 FromPfx(string path, byte[] bytes, SecureString? password)
    {
        try
        {
            return new X509Certificate2(bytes, password, X509KeyStorageFlags.DefaultKeySet);
        }
        catch (CryptographicException e)
        {
            // 0x80070056 is ERROR_INVALID_PASSWORD; the platforms agree in it.
            throw e.HResult == unchecked((int)0x80070056) || IsPasswordMatter(e)
                ? WrongPassword(path, password, e)
                : new ImapException(ImapError.InvalidArgument, $"The file '{SafeText.Clean(path)}' is no certificate that can be read here: {e.Message}", e);
        }
    }

    private static bool IsPasswordMatter(Exception e) => e.Message.IndexOf("password", StringComparison.OrdinalIgnoreCase) >= 0;

    private static ImapException WrongPassword(string path, SecureString? password, Exception inner) => new(
        ImapError.InvalidArgument,
        password is null || password.Length == 0
            ? $"The file '{SafeText.Clean(path)}' is protected by a password, and none was given."
            : $"The password for the file '{SafeText.Clean(path)}' is wrong.",
        inner);

#if NET8_0_OR_GREATER
    private static X509Certificate2 FromPem(string path, string certificate, string? key, SecureString? password)
    {
        var keyText = key ?? certificate;
        var encrypted = keyText.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (!certificate.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            throw new ImapException(ImapError.InvalidArgument, $"The file '{SafeText.Clean(path)}' holds no certificate, neither as PFX nor as PEM.");
        if (!keyText.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new ImapException(ImapError.InvalidArgument, $"The file '{SafeText.Clean(path)}' holds a certificate without its private key.")
            {
                Hint = "Give the key's PEM file beside the certificate's, or a PFX file.",
            };
        }

        if (encrypted && (password is null || password.Length == 0))
            throw WrongPassword(path, null, new CryptographicException("The private key is encrypted."));
        try
        {
            using var ephemeral = encrypted
                ? X509Certificate2.CreateFromEncryptedPem(certificate, keyText, new System.Net.NetworkCredential("", password).Password)
                : X509Certificate2.CreateFromPem(certificate, keyText);
            // Schannel takes no key that lives in memory alone; the way through a PFX gives it a home, and costs the others nothing.
            return new X509Certificate2(ephemeral.Export(X509ContentType.Pfx));
        }
        catch (CryptographicException e)
        {
            // The platform does not say which of the two it is.
            throw new ImapException(
                ImapError.InvalidArgument,
                encrypted
                    ? $"The password for the key is wrong, or the key does not belong to the certificate in '{SafeText.Clean(path)}'."
                    : $"The certificate in '{SafeText.Clean(path)}' and its key can't be used: {e.Message}",
                e);
        }
        catch (ArgumentException e)
        {
            throw new ImapException(ImapError.InvalidArgument, $"The key does not belong to the certificate in '{SafeText.Clean(path)}': {PlainText.Of(e)}", e);
        }
    }
#else
    private static X509Certificate2 FromPem(string path, string certificate, string? key, SecureString? password) =>
        throw new ImapException(ImapError.InvalidArgument, $"The file '{SafeText.Clean(path)}' is no PFX file, and Windows PowerShell can't read a private key from PEM.")
        {
            Hint = "Make a PFX of it: openssl pkcs12 -export -in cert.pem -inkey key.pem -out cert.pfx",
        };
#endif
}
