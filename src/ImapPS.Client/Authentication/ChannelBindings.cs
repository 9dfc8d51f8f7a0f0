using System.Net;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>Takes channel bindings from a TLS connection.</summary>
/// <remarks>
/// tls-exporter (RFC 9266), the one for TLS 1.3, is known by name but never made here: no .NET to date exports keying
/// material (dotnet/runtime issue 112529). tls-unique isn't defined for TLS 1.3 (RFC 8446 appendix C.5), although OpenSSL
/// returns bytes for it there. So TLS 1.3 leaves tls-server-end-point alone.
/// </remarks>
public static class ChannelBindings
{
    public const string TlsExporter = "tls-exporter";

    public const string TlsUnique = "tls-unique";

    public const string TlsServerEndPoint = "tls-server-end-point";

    // The platform's structure, SEC_CHANNEL_BINDINGS: eight 32-bit fields, of which the last two locate the data.
    private const int HeaderSize = 32;
    private const int LengthOffset = 24;
    private const int DataOffset = 28;

    /// <summary>All bindings that a connection has, the one to prefer first; empty without TLS.</summary>
    /// <param name="context">SslStream's TransportContext.</param>
    /// <param name="protocol">The negotiated version.</param>
    /// <param name="serverCertificate">The certificate that the server presented.</param>
    public static IReadOnlyList<ChannelBinding> FromTls(TransportContext? context, SslProtocols protocol, X509Certificate2? serverCertificate)
    {
        var bindings = new List<ChannelBinding>(2);
        if (context is not null && (int)protocol is > 0 and <= (int)SslProtocols.Tls12 && Unique(context) is { } unique)
            bindings.Add(unique);
        if (serverCertificate is not null && ForServerCertificate(serverCertificate) is { } endPoint)
            bindings.Add(endPoint);
        return bindings;
    }

    /// <summary>
    /// tls-server-end-point (RFC 5929 section 4.1): the certificate's hash by the function of its own signature, SHA-256 in
    /// place of MD5 and SHA-1. Null where that function isn't one alone, is hidden in parameters (RSASSA-PSS), or isn't on
    /// this platform (SHA-224).
    /// </summary>
    public static ChannelBinding? ForServerCertificate(X509Certificate2 certificate)
    {
        if (certificate is null)
            throw new ArgumentNullException(nameof(certificate));

        HashAlgorithmName? algorithm = certificate.SignatureAlgorithm.Value switch
        {
            "1.2.840.113549.1.1.4" // md5WithRSAEncryption
                or "1.2.840.113549.1.1.5" or "1.3.14.3.2.29" // sha1WithRSAEncryption, and its OIW twin
                or "1.2.840.10040.4.3" or "1.2.840.10045.4.1" // dsa-with-sha1, ecdsa-with-SHA1
                or "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" or "2.16.840.1.101.3.4.3.2" // RSA, ECDSA, DSA with SHA-256
                => HashAlgorithmName.SHA256,
            "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" or "2.16.840.1.101.3.4.3.3" => HashAlgorithmName.SHA384,
            "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" or "2.16.840.1.101.3.4.3.4" => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (algorithm is null)
            return null;

        using var hash = IncrementalHash.CreateHash(algorithm.Value);
        hash.AppendData(certificate.RawData);
        return new(TlsServerEndPoint, hash.GetHashAndReset());
    }

    private static ChannelBinding? Unique(TransportContext context)
    {
        System.Security.Authentication.ExtendedProtection.ChannelBinding? handle;
        try
        {
            handle = context.GetChannelBinding(ChannelBindingKind.Unique);
        }
        catch (NotSupportedException)
        {
            // The platform's way to say that it has none; being without is a normal state.
            return null;
        }

        using (handle)
        {
            if (handle is null || handle.IsInvalid || handle.Size < HeaderSize)
                return null;

            var bytes = new byte[handle.Size];
            Marshal.Copy(handle.DangerousGetHandle(), bytes, 0, bytes.Length);
            return Read(bytes, TlsUnique);
        }
    }

    /// <summary>Takes the binding out of the platform's structure; null if it isn't of the type that was asked for.</summary>
    internal static ChannelBinding? Read(byte[] structure, string type)
    {
        if (structure.Length < HeaderSize)
            return null;

        var length = BitConverter.ToInt32(structure, LengthOffset);
        var start = BitConverter.ToInt32(structure, DataOffset);
        var prefix = Encoding.ASCII.GetBytes(type + ":");
        if (start < HeaderSize || length <= prefix.Length || length > structure.Length - start)
            return null;

        var data = structure.AsSpan(start, length);
        return data.StartsWith(prefix) ? new(type, data.Slice(prefix.Length).ToArray()) : null;
    }
}
