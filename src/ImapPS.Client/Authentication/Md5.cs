using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>MD5 for the two old mechanisms that need it. Systems in FIPS mode refuse it, which must not end the login.</summary>
internal static class Md5
{
    public const int Size = 16;

    /// <exception cref="SaslException">Unsupported: the system forbids MD5.</exception>
    public static byte[] Hash(string mechanism, byte[] data) =>
        Run(mechanism, data, () => IncrementalHash.CreateHash(HashAlgorithmName.MD5));

    /// <exception cref="SaslException">Unsupported: the system forbids MD5.</exception>
    public static byte[] Hmac(string mechanism, byte[] key, byte[] data) =>
        Run(mechanism, data, () => IncrementalHash.CreateHMAC(HashAlgorithmName.MD5, key));

    /// <summary>Lower-case hexadecimal digits, as both mechanisms compare them.</summary>
    public static string ToHex(byte[] bytes)
    {
        var text = new StringBuilder(2 * bytes.Length);
        foreach (var b in bytes)
            text.Append("0123456789abcdef"[b >> 4]).Append("0123456789abcdef"[b & 15]);
        return text.ToString();
    }

    private static byte[] Run(string mechanism, byte[] data, Func<IncrementalHash> create)
    {
        try
        {
            using var hash = create();
            hash.AppendData(data);
            return hash.GetHashAndReset();
        }
        catch (Exception exception) when (exception is CryptographicException or InvalidOperationException or NotSupportedException or TargetInvocationException)
        {
            throw new SaslException(SaslFailure.Unsupported, mechanism + ": this system doesn't allow MD5.", exception);
        }
    }
}
