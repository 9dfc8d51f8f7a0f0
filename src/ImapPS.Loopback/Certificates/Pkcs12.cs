using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ImapPS.Loopback.Certificates;

/// <summary>
/// Puts a certificate and its RSA key into a PFX (RFC 7292): the one way on every framework and system to an
/// X509Certificate2 whose key TLS can use.
/// </summary>
[SuppressMessage("Security", "CA5350", Justification = "SHA-1 and 3DES are what every reader of a PFX knows; the PFX never leaves the process.")]
internal static class Pkcs12
{
    private const int Iterations = 1000;
    private const int BlockSize = 64;
    private const string Data = "1.2.840.113549.1.7.1";

    public static byte[] Write(byte[] certificate, RSAParameters key, string password, byte[] salt)
    {
        var localKeyId = Der.Set(Der.Sequence(Der.Oid("1.2.840.113549.1.9.21"), Der.Set(Der.OctetString([1]))));
        var keyBag = Der.Sequence(Der.Oid("1.2.840.113549.1.12.10.1.2"), Der.Explicit(0, Shroud(PrivateKeyInfo(key), password, salt)), localKeyId);
        var certificateBag = Der.Sequence(
            Der.Oid("1.2.840.113549.1.12.10.1.3"),
            Der.Explicit(0, Der.Sequence(Der.Oid("1.2.840.113549.1.9.22.1"), Der.Explicit(0, Der.OctetString(certificate)))),
            localKeyId);
        var safe = Der.Sequence(Content(Der.Sequence(keyBag)), Content(Der.Sequence(certificateBag)));
        using var mac = new HMACSHA1(Derive(3, password, salt, 20));
        var digest = Der.Sequence(Der.Sequence(Der.Oid("1.3.14.3.2.26"), Der.Null), Der.OctetString(mac.ComputeHash(safe)));
        return Der.Sequence(Der.Integer(3), Content(safe), Der.Sequence(digest, Der.OctetString(salt), Der.Integer(Iterations)));
    }

    private static byte[] Content(byte[] content) => Der.Sequence(Der.Oid(Data), Der.Explicit(0, Der.OctetString(content)));

    // PrivateKeyInfo ::= SEQUENCE { version, privateKeyAlgorithm, privateKey OCTET STRING }       ; RFC 5208 section 5
    private static byte[] PrivateKeyInfo(RSAParameters key) => Der.Sequence(
        Der.Integer(0),
        Der.Sequence(Der.Oid("1.2.840.113549.1.1.1"), Der.Null),
        Der.OctetString(Der.Sequence(
            Der.Integer(0), Der.Integer(key.Modulus!), Der.Integer(key.Exponent!), Der.Integer(key.D!), Der.Integer(key.P!),
            Der.Integer(key.Q!), Der.Integer(key.DP!), Der.Integer(key.DQ!), Der.Integer(key.InverseQ!))));

    /// <summary>pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 appendix C).</summary>
    private static byte[] Shroud(byte[] info, string password, byte[] salt)
    {
        using var cipher = TripleDES.Create();
        cipher.Key = Derive(1, password, salt, 24);
        cipher.IV = Derive(2, password, salt, 8);
        using var encryptor = cipher.CreateEncryptor();
        var algorithm = Der.Sequence(Der.Oid("1.2.840.113549.1.12.1.3"), Der.Sequence(Der.OctetString(salt), Der.Integer(Iterations)));
        return Der.Sequence(algorithm, Der.OctetString(encryptor.TransformFinalBlock(info, 0, info.Length)));
    }

    /// <summary>RFC 7292 appendix B.2 with SHA-1.</summary>
    private static byte[] Derive(byte purpose, string password, byte[] salt, int length)
    {
        var input = new List<byte>();
        Repeat(input, salt);
        Repeat(input, Encoding.BigEndianUnicode.GetBytes(password + "\0"));
        byte[] current = [.. input];
        var diversifier = new byte[BlockSize];
        for (var i = 0; i < diversifier.Length; i++)
            diversifier[i] = purpose;

        var result = new List<byte>();
        using var sha = SHA1.Create();
        while (result.Count < length)
        {
            var hash = sha.ComputeHash([.. diversifier, .. current]);
            for (var i = 1; i < Iterations; i++)
                hash = sha.ComputeHash(hash);
            result.AddRange(hash);
            for (var block = 0; block < current.Length; block += BlockSize)
                AddWithCarry(current, block, hash);
        }

        return result.GetRange(0, length).ToArray();
    }

    private static void Repeat(List<byte> to, byte[] value)
    {
        var length = (value.Length + BlockSize - 1) / BlockSize * BlockSize;
        for (var i = 0; i < length; i++)
            to.Add(value[i % value.Length]);
    }

    /// <summary>block = (block + the hash repeated + 1) mod 2^512</summary>
    private static void AddWithCarry(byte[] current, int block, byte[] hash)
    {
        var carry = 1;
        for (var i = BlockSize - 1; i >= 0; i--)
        {
            carry += current[block + i] + hash[i % hash.Length];
            current[block + i] = (byte)carry;
            carry >>= 8;
        }
    }
}
