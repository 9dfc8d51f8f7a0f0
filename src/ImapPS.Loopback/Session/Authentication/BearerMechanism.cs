using System.Text;

namespace ImapPS.Loopback.Session.Authentication;

/// <summary>OAUTHBEARER (RFC 7628) and XOAUTH2, which differ in how the user is named and in what a refusal looks like.</summary>
/// <remarks>
/// <code>
/// "n,a=user,^Ahost=...^Aport=...^Aauth=Bearer token^A^A"      OAUTHBEARER
/// "user=user^Aauth=Bearer token^A^A"                          XOAUTH2
/// </code>
/// </remarks>
internal sealed class BearerMechanism(bool isXOAuth2, Func<string, LoopbackUser?> findUser, IEnumerable<LoopbackUser> users) : ServerMechanism
{
    private bool _refused;

    public override void Respond(byte[] message, out byte[]? challenge)
    {
        challenge = null;
        if (_refused)
            return;
        var fields = Encoding.UTF8.GetString(message).Split('\u0001');
        var token = fields.FirstOrDefault(static f => f.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase))?.Substring("auth=Bearer ".Length);
        var user = Name(fields[0]) is { } name ? findUser(name) : users.FirstOrDefault(u => u.AccessToken == token);
        if (token is not null && user?.AccessToken == token)
        {
            User = user;
            return;
        }

        // Both tell the reason as JSON in a challenge, which the client must answer before the NO.
        _refused = true;
        challenge = Encoding.UTF8.GetBytes(isXOAuth2
            ? "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"https://mail.example/\"}"
            : "{\"status\":\"invalid_token\",\"scope\":\"mail\"}");
    }

    private string? Name(string field)
    {
        if (isXOAuth2)
            return field.StartsWith("user=", StringComparison.Ordinal) ? field.Substring(5) : null;
        var name = field.Split(',').FirstOrDefault(static p => p.StartsWith("a=", StringComparison.Ordinal));
        return name?.Substring(2).Replace("=2C", ",").Replace("=3D", "=");
    }
}
