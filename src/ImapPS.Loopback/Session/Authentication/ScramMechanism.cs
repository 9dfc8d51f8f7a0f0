using ImapPS.Protocol.Sasl;

namespace ImapPS.Loopback.Session.Authentication;

/// <summary>SCRAM (RFC 5802). The server's proof goes as a challenge, which the client answers with nothing.</summary>
internal sealed class ScramMechanism(ScramHash hash, Func<string, LoopbackUser?> findUser, int iterations) : ServerMechanism
{
    private readonly ScramServer _server = new(hash, plus: false, name => findUser(name)?.Credential(hash, iterations));
    private LoopbackUser? _proven;
    private bool _ended;

    public override void Respond(byte[] message, out byte[]? challenge)
    {
        challenge = null;
        if (_ended)
        {
            User = message.Length == 0 ? _proven : null;
            return;
        }

        var goesOn = _server.TryRespond(message, out var response);
        if (!goesOn)
        {
            _ended = true;
            return;
        }

        challenge = response;
        if (!_server.Succeeded)
            return;
        _ended = true;
        var mayActAs = _server.AuthorizationId is null or "" || _server.AuthorizationId == _server.UserName;
        _proven = mayActAs && _server.UserName is { } name ? findUser(name) : null;
    }
}
