using System.Text;

namespace ImapPS.Protocol.Sasl;

/// <summary>
/// The keys that a password, a salt and an iteration count yield (RFC 5802 section 3). As good as the password for this
/// user on this server, so disposing overwrites them.
/// </summary>
public sealed class ScramKeys : IDisposable
{
    private readonly byte[] _clientKey;
    private readonly byte[] _serverKey;
    private readonly byte[] _storedKey;

    // SaltedPassword  := Hi(Normalize(password), salt, i)
    // ClientKey       := HMAC(SaltedPassword, "Client Key")
    // StoredKey       := H(ClientKey)
    // ServerKey       := HMAC(SaltedPassword, "Server Key")

    /// <summary>Derives the keys; the caller has prepared the password with SASLprep and bounded the iterations.</summary>
    public ScramKeys(ScramHash hash, byte[] passwordUtf8, byte[] salt, int iterations)
    {
        Hash = hash;
        var saltedPassword = hash.Hi(passwordUtf8, salt, iterations);
        _clientKey = hash.Hmac(saltedPassword, Encoding.ASCII.GetBytes("Client Key"));
        _serverKey = hash.Hmac(saltedPassword, Encoding.ASCII.GetBytes("Server Key"));
        _storedKey = hash.Hash(_clientKey);
        SecretMemory.Clear(saltedPassword);
    }

    public ScramHash Hash { get; }

    /// <summary>What a server keeps instead of the password.</summary>
    public ScramCredential ToCredential(byte[] salt, int iterations) =>
        new(Hash, salt, iterations, (byte[])_storedKey.Clone(), (byte[])_serverKey.Clone());

    // ClientSignature := HMAC(StoredKey, AuthMessage)
    // ClientProof     := ClientKey XOR ClientSignature
    public byte[] ClientProof(byte[] authMessage)
    {
        var proof = Hash.Hmac(_storedKey, authMessage);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= _clientKey[i];
        return proof;
    }

    // ServerSignature := HMAC(ServerKey, AuthMessage)
    public byte[] ServerSignature(byte[] authMessage) => Hash.Hmac(_serverKey, authMessage);

    // AuthMessage     := client-first-message-bare + "," + server-first-message + "," + client-final-message-without-proof
    public static byte[] AuthMessage(string clientFirstBare, string serverFirst, string clientFinalWithoutProof) =>
        Encoding.UTF8.GetBytes(clientFirstBare + "," + serverFirst + "," + clientFinalWithoutProof);

    /// <inheritdoc/>
    public void Dispose()
    {
        SecretMemory.Clear(_clientKey);
        SecretMemory.Clear(_serverKey);
        SecretMemory.Clear(_storedKey);
    }
}
