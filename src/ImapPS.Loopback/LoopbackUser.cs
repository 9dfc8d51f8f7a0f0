using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Loopback;

/// <summary>Someone who can log in, and the mailboxes that are theirs.</summary>
public sealed class LoopbackUser
{
    private readonly ConcurrentDictionary<string, ScramCredential> _credentials = new(StringComparer.Ordinal);
    private readonly byte[] _password;

    public LoopbackUser(string name, string password, LoopbackStore? mailboxes = null)
    {
        Name = string.IsNullOrEmpty(name) ? throw new ArgumentException("A user needs a name.", nameof(name)) : name;
        _password = Encoding.UTF8.GetBytes(password ?? throw new ArgumentNullException(nameof(password)));
        Mailboxes = mailboxes ?? new LoopbackStore();
    }

    public string Name { get; }

    /// <summary>The user's own mailboxes, unless a store was given that others have too.</summary>
    public LoopbackStore Mailboxes { get; }

    /// <summary>The token that OAUTHBEARER and XOAUTH2 take; null refuses any.</summary>
    public string? AccessToken { get; set; }

    public override string ToString() => Name;

    internal byte[] Password => _password;

    internal bool HasPassword(ReadOnlySpan<byte> password) => password.SequenceEqual(_password);

    internal ScramCredential Credential(ScramHash hash, int iterations) =>
        _credentials.GetOrAdd(hash.Mechanism + iterations, _ => ScramCredential.Create(hash, _password, NewSalt(), iterations));

    private static byte[] NewSalt()
    {
        var salt = new byte[16];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(salt);
        return salt;
    }
}
