using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ImapPS.Protocol.Sasl;

/// <summary>
/// The functions H, HMAC and Hi of one SCRAM mechanism (RFC 5802 section 2.2). SHA-1 is RFC 5802's, SHA-256 RFC 7677's,
/// SHA-512 that of draft-melnikov-scram-sha-512.
/// </summary>
public sealed class ScramHash
{
    private const string PlusSuffix = "-PLUS";

    private readonly HashAlgorithmName _algorithm;

    private ScramHash(string mechanism, HashAlgorithmName algorithm, int size)
    {
        Mechanism = mechanism;
        _algorithm = algorithm;
        Size = size;
    }

    public static ScramHash Sha1 { get; } = new("SCRAM-SHA-1", HashAlgorithmName.SHA1, 20);

    public static ScramHash Sha256 { get; } = new("SCRAM-SHA-256", HashAlgorithmName.SHA256, 32);

    public static ScramHash Sha512 { get; } = new("SCRAM-SHA-512", HashAlgorithmName.SHA512, 64);

    public static IReadOnlyList<ScramHash> StrongestFirst { get; } = [Sha512, Sha256, Sha1];

    /// <summary>The mechanism's SASL name without channel binding.</summary>
    public string Mechanism { get; }

    /// <summary>The mechanism's SASL name with channel binding.</summary>
    public string PlusMechanism => Mechanism + PlusSuffix;

    /// <summary>Length in bytes of a hash, key, proof and signature.</summary>
    public int Size { get; }

    /// <summary>Finds the hash of a mechanism's name, with or without -PLUS; false for a name that isn't SCRAM with a known hash.</summary>
    public static bool TryGet(string mechanism, [NotNullWhen(true)] out ScramHash? hash, out bool plus)
    {
        plus = mechanism.EndsWith(PlusSuffix, StringComparison.OrdinalIgnoreCase);
        var bare = plus ? mechanism.Substring(0, mechanism.Length - PlusSuffix.Length) : mechanism;
        hash = StrongestFirst.FirstOrDefault(h => string.Equals(h.Mechanism, bare, StringComparison.OrdinalIgnoreCase));
        return hash is not null;
    }

    /// <summary>H(str)</summary>
    public byte[] Hash(byte[] data)
    {
        using var hash = IncrementalHash.CreateHash(_algorithm);
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }

    /// <summary>HMAC(key, str)</summary>
    public byte[] Hmac(byte[] key, byte[] data)
    {
        using var hmac = IncrementalHash.CreateHMAC(_algorithm, key);
        hmac.AppendData(data);
        return hmac.GetHashAndReset();
    }

    /// <summary>
    /// Hi(str, salt, i): PBKDF2 with HMAC and one block of output. The caller bounds the iterations: a peer chooses them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">iterations is below 1.</exception>
    public byte[] Hi(byte[] password, byte[] salt, int iterations)
    {
#if NET8_0_OR_GREATER
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, _algorithm, Size);
#else
        return HiManaged(password, salt, iterations);
#endif
    }

    /// <summary>
    /// Hi without the platform's PBKDF2, which netstandard2.0 has for SHA-1 alone. Public so that the test of both against
    /// each other runs where both exist.
    /// </summary>
    /// <inheritdoc cref="Hi"/>
    public byte[] HiManaged(byte[] password, byte[] salt, int iterations)
    {
        if (iterations < 1)
            throw new ArgumentOutOfRangeException(nameof(iterations), iterations, "At least one iteration is needed.");

        // U1   := HMAC(str, salt + INT(1))
        // Ui   := HMAC(str, Ui-1)
        // Hi   := U1 XOR U2 XOR ... XOR Ui
        using var hmac = IncrementalHash.CreateHMAC(_algorithm, password);
        hmac.AppendData(salt);
        hmac.AppendData([0, 0, 0, 1]);
        var block = hmac.GetHashAndReset();
        var result = (byte[])block.Clone();
        for (var i = 1; i < iterations; i++)
        {
            hmac.AppendData(block);
            SecretMemory.Clear(block);
            block = hmac.GetHashAndReset();
            for (var j = 0; j < result.Length; j++)
                result[j] ^= block[j];
        }

        SecretMemory.Clear(block);
        return result;
    }

    /// <inheritdoc/>
    public override string ToString() => Mechanism;
}
