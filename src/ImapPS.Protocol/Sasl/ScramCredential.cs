namespace ImapPS.Protocol.Sasl;

/// <summary>What a server keeps of one user for one SCRAM mechanism (RFC 5802 section 2.1): enough to verify, not to log in.</summary>
public sealed class ScramCredential
{
    private readonly byte[] _serverKey;
    private readonly byte[] _storedKey;

    internal ScramCredential(ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey)
    {
        Hash = hash;
        Salt = salt;
        Iterations = iterations;
        _storedKey = storedKey;
        _serverKey = serverKey;
    }

    public ScramHash Hash { get; }

    public byte[] Salt { get; }

    public int Iterations { get; }

    /// <summary>The credential of a password, which the caller has prepared with SASLprep.</summary>
    public static ScramCredential Create(ScramHash hash, byte[] passwordUtf8, byte[] salt, int iterations)
    {
        using var keys = new ScramKeys(hash, passwordUtf8, salt, iterations);
        return keys.ToCredential(salt, iterations);
    }

    /// <summary>A credential that no password fits, so that an unknown user looks like a known one with a wrong password.</summary>
    internal static ScramCredential Decoy(ScramHash hash, int iterations) =>
        new(hash, SecretMemory.RandomBytes(16), iterations, SecretMemory.RandomBytes(hash.Size), SecretMemory.RandomBytes(hash.Size));

    // ClientKey = ClientProof XOR ClientSignature; it is right when H(ClientKey) is the stored key.
    public bool Verify(byte[] proof, byte[] authMessage)
    {
        if (proof.Length != Hash.Size)
            return false;

        var clientKey = Hash.Hmac(_storedKey, authMessage);
        for (var i = 0; i < clientKey.Length; i++)
            clientKey[i] ^= proof[i];
        var fits = SecretMemory.FixedTimeEquals(Hash.Hash(clientKey), _storedKey);
        SecretMemory.Clear(clientKey);
        return fits;
    }

    public byte[] ServerSignature(byte[] authMessage) => Hash.Hmac(_serverKey, authMessage);
}
