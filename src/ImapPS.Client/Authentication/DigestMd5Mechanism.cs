using System.Text;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Authentication;

/// <summary>
/// DIGEST-MD5 (RFC 2831) with qop=auth: doesn't send the password, and verifies the server by its rspauth. Historic
/// (RFC 6331), but better than CRAM-MD5 and than sending the password.
/// </summary>
public sealed class DigestMd5Mechanism : SaslMechanism
{
    private const string NonceCount = "00000001";

    private readonly string _userName;
    private readonly SecretString _password;
    private readonly string _digestUri;
    private readonly string? _authorizationId;
    private readonly string _clientNonce;
    private string? _expectedRspAuth;

    /// <param name="userName">Goes as typed.</param>
    /// <param name="password">Stays the caller's; must live as long as the exchange.</param>
    /// <param name="host">The server's name as the user gave it, for digest-uri.</param>
    /// <param name="authorizationId">Whom to act as, or null for the user itself.</param>
    /// <param name="clientNonce">Random unless given by a test.</param>
    public DigestMd5Mechanism(string userName, SecretString password, string host, string? authorizationId = null, string? clientNonce = null)
    {
        _userName = userName ?? throw new ArgumentNullException(nameof(userName));
        _password = password ?? throw new ArgumentNullException(nameof(password));
        _digestUri = "imap/" + host;
        _authorizationId = authorizationId;
        _clientNonce = clientNonce ?? SecretMemory.CreateNonce();
    }

    /// <inheritdoc/>
    public override string Name => "DIGEST-MD5";

    /// <inheritdoc/>
    public override bool SupportsInitialResponse => false;

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge)
    {
        if (IsComplete)
            throw Unexpected();
        if (!DigestChallenge.TryParse(challenge, out var parsed))
            throw Fail(SaslFailure.MalformedChallenge, "the challenge doesn't follow the grammar, or is too long");
        if (!SecretPresented)
            return Prove(parsed);

        Verify(parsed);
        return [];
    }

    /// <inheritdoc/>
    protected override void OnSuccess(ReadOnlySpan<byte> additionalData)
    {
        if (!IsServerVerified && SecretPresented && !additionalData.IsEmpty && DigestChallenge.TryParse(additionalData, out var parsed))
            Verify(parsed);
        if (!IsServerVerified)
            throw Fail(SaslFailure.ServerSignatureMissing, "the server said OK without proving that it knows the password; someone may be impersonating it");
    }

    // digest-response  = 1#( username | realm | nonce | cnonce | nonce-count | qop | digest-uri | response | maxbuf | charset | cipher | authzid | auth-param )
    private byte[] Prove(DigestChallenge challenge)
    {
        var nonce = Single(challenge, "nonce") ?? throw Fail(SaslFailure.MalformedChallenge, "the challenge has no nonce");
        var utf8 = Single(challenge, "charset") is { } charset
            && (charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                ? true
                : throw Fail(SaslFailure.MalformedChallenge, "the challenge names a charset other than utf-8"));
        if (!string.Equals(Single(challenge, "algorithm"), "md5-sess", StringComparison.OrdinalIgnoreCase))
            throw Fail(SaslFailure.Unsupported, "the challenge doesn't offer the algorithm md5-sess");
        if (Single(challenge, "qop") is { } qop && !qop.Split(',').Any(q => q.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase)))
            throw Fail(SaslFailure.Unsupported, "the server asks for a security layer");

        // Several realms: the first is the server's own choice for who doesn't choose.
        var realm = challenge.All("realm").FirstOrDefault();
        var realmBytes = realm is null ? [] : Bytes(realm);
        var response = ComputeAll(nonce, realmBytes, utf8);

        var text = new StringBuilder();
        if (utf8)
            text.Append("charset=utf-8,");
        text.Append("username=\"").Append(Quote(_userName, utf8)).Append('"');
        if (realm is not null)
            text.Append(",realm=\"").Append(Escape(realm)).Append('"');
        text.Append(",nonce=\"").Append(Escape(nonce))
            .Append("\",nc=" + NonceCount + ",cnonce=\"").Append(_clientNonce)
            .Append("\",digest-uri=\"").Append(Quote(_digestUri, utf8))
            .Append("\",response=").Append(response).Append(",qop=auth");
        if (_authorizationId is not null)
            text.Append(",authzid=\"").Append(Escape(DigestChallenge.Latin1(Encoding.UTF8.GetBytes(_authorizationId)))).Append('"');

        SecretPresented = true;
        return Bytes(text.ToString());
    }

    // response-auth = "rspauth" "=" response-value
    private void Verify(DigestChallenge challenge)
    {
        var rspAuth = Single(challenge, "rspauth")
            ?? throw Fail(SaslFailure.ServerSignatureMissing, "the server's last message doesn't prove that it knows the password");
        if (!SecretMemory.FixedTimeEquals(Encoding.UTF8.GetBytes(rspAuth), Encoding.UTF8.GetBytes(_expectedRspAuth!)))
            throw Fail(SaslFailure.ServerSignatureMismatch, "the server's proof that it knows the password is wrong; someone is impersonating it");

        IsServerVerified = true;
        IsComplete = true;
    }

    // A1 = { H( { username-value, ":", realm-value, ":", passwd } ), ":", nonce-value, ":", cnonce-value [ ":", authzid-value ] }
    private string ComputeAll(string nonce, byte[] realm, bool utf8)
    {
        using var password = EncodeSecret(utf8);
        byte[] user = [.. EncodeForHash(_userName, utf8), (byte)':', .. RealmForHash(realm, utf8), (byte)':'];
        var secret = new byte[user.Length + password.Length];
        user.CopyTo(secret, 0);
        password.Span.CopyTo(secret.AsSpan(user.Length));
        var secretHash = Md5.Hash(Name, secret);
        SecretMemory.Clear(secret);

        byte[] authzid = _authorizationId is null ? [] : [(byte)':', .. Encoding.UTF8.GetBytes(_authorizationId)];
        byte[] a1 = [.. secretHash, .. Bytes(":" + nonce + ":" + _clientNonce), .. authzid];
        SecretMemory.Clear(secretHash);
        var key = Md5.ToHex(Md5.Hash(Name, a1));
        SecretMemory.Clear(a1);
        _expectedRspAuth = Digest(key, nonce, ":", utf8);
        return Digest(key, nonce, "AUTHENTICATE:", utf8);
    }

    // response-value = HEX( KD( HEX(H(A1)), { nonce-value, ":", nc-value, ":", cnonce-value, ":", qop-value, ":", HEX(H(A2)) } ) )
    // A2             = { "AUTHENTICATE:", digest-uri-value }, for the server's proof { ":", digest-uri-value }
    private string Digest(string key, string nonce, string prefix, bool utf8)
    {
        var a2 = Md5.ToHex(Md5.Hash(Name, [.. Bytes(prefix), .. Encode(_digestUri, utf8)]));
        return Md5.ToHex(Md5.Hash(Name, Bytes($"{key}:{nonce}:{NonceCount}:{_clientNonce}:auth:{a2}")));
    }

    private string? Single(DigestChallenge challenge, string name) =>
        challenge.TryGetSingle(name, out var value)
            ? value
            : throw Fail(SaslFailure.MalformedChallenge, $"the server's message has more than one {name}");

    // Section 2.1.2.1: even with charset=utf-8 a value whose characters are all in ISO 8859-1 is hashed in ISO 8859-1.
    private byte[] EncodeForHash(string text, bool utf8) => Encode(text, utf8 && text.Any(c => c > 0xFF));

    private static byte[] RealmForHash(byte[] realm, bool utf8)
    {
        if (!utf8)
            return realm;
        var text = Encoding.UTF8.GetString(realm);
        return text.Any(c => c > 0xFF) ? realm : Bytes(text);
    }

    private SecretBytes EncodeSecret(bool utf8)
    {
        var wide = false;
        foreach (var c in _password.Span)
            wide |= c > 0xFF;
        if (!wide)
            return _password.Encode(Encoding.GetEncoding("iso-8859-1"));
        return utf8
            ? _password.ToUtf8()
            : throw Fail(SaslFailure.ProhibitedCharacter, "the password holds a character beyond ISO 8859-1, and the server doesn't take UTF-8");
    }

    private byte[] Encode(string text, bool utf8)
    {
        if (utf8)
            return Encoding.UTF8.GetBytes(text);
        return text.Any(c => c > 0xFF)
            ? throw Fail(SaslFailure.ProhibitedCharacter, "a name holds a character beyond ISO 8859-1, and the server doesn't take UTF-8")
            : Bytes(text);
    }

    private string Quote(string text, bool utf8) => Escape(DigestChallenge.Latin1(Encode(text, utf8)));

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"");

    /// <summary>One byte for one character: the text was made of bytes, or is ISO 8859-1.</summary>
    private static byte[] Bytes(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)text[i];
        return bytes;
    }
}
