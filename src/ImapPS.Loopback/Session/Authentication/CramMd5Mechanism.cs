using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImapPS.Loopback.Session.Authentication;

/// <summary>CRAM-MD5 (RFC 2195).</summary>
internal sealed class CramMd5Mechanism(Func<string, LoopbackUser?> findUser) : ServerMechanism
{
    private readonly byte[] _challenge = Encoding.ASCII.GetBytes($"<{Guid.NewGuid():N}.{DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture)}@localhost>");

    public override byte[] FirstChallenge => _challenge;

    [SuppressMessage("Security", "CA5351", Justification = "The mechanism is made of MD5; a test server has nothing to protect.")]
    public override void Respond(byte[] message, out byte[]? challenge)
    {
        challenge = null;
        var text = Encoding.UTF8.GetString(message);
        var space = text.LastIndexOf(' ');
        if (space <= 0 || findUser(text.Substring(0, space)) is not { } user)
            return;
        using var hmac = new HMACMD5(user.Password);
        var digest = string.Concat(hmac.ComputeHash(_challenge).Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
        if (text.Substring(space + 1) == digest)
            User = user;
    }
}
