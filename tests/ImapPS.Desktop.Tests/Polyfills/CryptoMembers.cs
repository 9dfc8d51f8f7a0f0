using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS;

/// <summary>Members of cryptographic types that .NET Framework lacks and tests use.</summary>
internal static class CryptoMembers
{
    extension(SHA256)
    {
        public static byte[] HashData(byte[] bytes)
        {
            using var hash = SHA256.Create();
            return hash.ComputeHash(bytes);
        }
    }

    extension(HMACMD5)
    {
        public static byte[] HashData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes)
        {
            using var hash = new HMACMD5(key.ToArray());
            return hash.ComputeHash(bytes.ToArray());
        }
    }

    extension(RandomNumberGenerator)
    {
        public static byte[] GetBytes(int count)
        {
            var bytes = new byte[count];
            using var source = RandomNumberGenerator.Create();
            source.GetBytes(bytes);
            return bytes;
        }
    }

    extension(X509Certificate2)
    {
        public static X509Certificate2 CreateFromPem(ReadOnlySpan<char> pem) =>
            new(Convert.FromBase64String(pem.ToString().Replace("-----BEGIN CERTIFICATE-----", "").Replace("-----END CERTIFICATE-----", "")));
    }
}
