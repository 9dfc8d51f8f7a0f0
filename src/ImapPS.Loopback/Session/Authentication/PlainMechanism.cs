using ImapPS.Protocol.Sasl;

namespace ImapPS.Loopback.Session.Authentication;

/// <summary>PLAIN (RFC 4616). Nobody may act as someone else.</summary>
internal sealed class PlainMechanism(Func<string, LoopbackUser?> findUser) : ServerMechanism
{
    public override void Respond(byte[] message, out byte[]? challenge)
    {
        challenge = null;
        if (!PlainMessage.TryParse(message, out var plain))
            return;
        using (plain)
        {
            if (plain.AuthorizationId is null or "" || plain.AuthorizationId == plain.UserName)
                User = findUser(plain.UserName) is { } user && user.HasPassword(plain.PasswordUtf8) ? user : null;
        }
    }
}
