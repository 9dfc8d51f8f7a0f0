using System.Text;

namespace ImapPS.Loopback.Session.Authentication;

/// <summary>LOGIN, which no RFC describes: the server asks for the name, then for the password.</summary>
internal sealed class LoginMechanism(Func<string, LoopbackUser?> findUser) : ServerMechanism
{
    private string? _name;

    public override byte[] FirstChallenge => "User Name"u8.ToArray();

    public override void Respond(byte[] message, out byte[]? challenge)
    {
        challenge = null;
        if (_name is null)
        {
            _name = Encoding.UTF8.GetString(message);
            challenge = "Password"u8.ToArray();
            return;
        }

        User = findUser(_name) is { } user && user.HasPassword(message) ? user : null;
    }
}
