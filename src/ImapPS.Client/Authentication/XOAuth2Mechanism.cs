using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>
/// XOAUTH2, Google's and Microsoft's forerunner of OAUTHBEARER. Its one name is the mailbox to open, so an authorization id
/// (a shared mailbox) takes the place of the user name.
/// </summary>
public sealed class XOAuth2Mechanism(string userName, SecretString token, string? authorizationId = null) : BearerMechanism(token)
{
    /// <inheritdoc/>
    public override string Name => "XOAUTH2";

    /// <summary>Google and Microsoft both ask for an empty answer to their error.</summary>
    private protected override byte[] Dummy => [];

    // "user=" {User} "^Aauth=Bearer " {Access Token} "^A^A"
    private protected override (byte[] Before, byte[] Behind) Frame()
    {
        var identity = authorizationId ?? userName;
        ThrowIfSeparator(Name, identity);
        return (Encoding.UTF8.GetBytes("user=" + identity + "\x01" + "auth=Bearer "), [0x01, 0x01]);
    }
}
