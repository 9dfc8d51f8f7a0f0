using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>CRAM-MD5 (RFC 2195): an HMAC of the server's challenge. Doesn't send the password, doesn't verify the server.</summary>
public sealed class CramMd5Mechanism(string userName, SecretString password) : SaslMechanism
{
    /// <inheritdoc/>
    public override string Name => "CRAM-MD5";

    /// <inheritdoc/>
    public override bool SupportsInitialResponse => false;

    /// <inheritdoc/>
    /// <remarks>response = user-name SP 32lowercase-hex-digits of HMAC-MD5(password, challenge) (section 2)</remarks>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge)
    {
        if (IsComplete)
            throw Unexpected();
        if (challenge.IsEmpty)
            throw Fail(SaslFailure.MalformedChallenge, "the challenge is empty");

        using var utf8 = password.ToUtf8();
        var digest = Md5.Hmac(Name, utf8.Array, challenge.ToArray());
        SecretPresented = true;
        IsComplete = true;
        return Encoding.UTF8.GetBytes(userName + " " + Md5.ToHex(digest));
    }
}
