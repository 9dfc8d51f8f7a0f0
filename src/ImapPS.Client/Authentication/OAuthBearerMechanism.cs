using System.Globalization;
using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>OAUTHBEARER (RFC 7628).</summary>
/// <param name="userName">Whose token it is; sent as authorization id unless another is given, as section 3.1 lets clients do.</param>
/// <param name="token">Stays the caller's; must live as long as the exchange.</param>
/// <param name="host">The server's name as the user gave it, or null to leave it out.</param>
/// <param name="port">The server's port, or null to leave it out.</param>
/// <param name="authorizationId">Whom to act as, or null for the user itself.</param>
public sealed class OAuthBearerMechanism(string userName, SecretString token, string? host = null, int? port = null, string? authorizationId = null)
    : BearerMechanism(token)
{
    /// <inheritdoc/>
    public override string Name => "OAUTHBEARER";

    // kvsep = %x01, and an error is answered with it alone (section 3.2.3).
    private protected override byte[] Dummy => [0x01];

    // client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep
    // kvpair      = key "=" value kvsep
    private protected override (byte[] Before, byte[] Behind) Frame()
    {
        var identity = authorizationId ?? userName;
        ThrowIfSeparator(Name, identity);
        ThrowIfSeparator(Name, host);
        var text = new StringBuilder("n,");
        if (identity.Length > 0)
            text.Append("a=").Append(identity.Replace("=", "=3D").Replace(",", "=2C"));
        text.Append(",\x01");
        if (host is not null)
            text.Append("host=").Append(host).Append('\x01');
        if (port is { } number)
            text.Append("port=").Append(number.ToString(CultureInfo.InvariantCulture)).Append('\x01');
        return (Encoding.UTF8.GetBytes(text.Append("auth=Bearer ").ToString()), [0x01, 0x01]);
    }
}
