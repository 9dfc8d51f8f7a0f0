using System.Text;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Loopback.Session.Authentication;

/// <summary>SCRAM (RFC 5802). The server's proof goes as a challenge, which the client answers with nothing.</summary>
internal sealed class ScramMechanism : ServerMechanism
{
    private readonly Func<string, LoopbackUser?> _findUser;
    private readonly LoopbackFaults _faults;
    private readonly ScramServer _server;
    private LoopbackUser? _proven;
    private bool _ended;

    public ScramMechanism(ScramHash hash, bool plus, SessionContext context, Func<string, LoopbackUser?> findUser)
    {
        _findUser = findUser;
        _faults = context.Options.Faults;
        var iterations = context.Options.ScramIterations;
        _server = new ScramServer(
            hash, plus, name => findUser(name)?.Credential(hash, iterations), context.FindChannelBinding, context.OffersChannelBinding);
    }

    public override void Respond(byte[] message, out byte[]? challenge)
    {
        challenge = null;
        if (_ended)
        {
            User = message.Length == 0 ? _proven : null;
            return;
        }

        if (!_server.TryRespond(message, out var response))
        {
            _ended = true;
            return;
        }

        if (!_server.Succeeded)
        {
            challenge = _faults.ScramIterations is { } announced ? WithIterations(response, announced) : response;
            return;
        }

        _ended = true;
        var mayActAs = _server.AuthorizationId is null or "" || _server.AuthorizationId == _server.UserName;
        _proven = mayActAs && _server.UserName is { } name ? _findUser(name) : null;
        switch (_faults.ScramSignature)
        {
            case ScramSignatureFault.Missing:
                User = _proven;
                break;
            case ScramSignatureFault.Wrong:
                challenge = Encoding.ASCII.GetBytes("v=" + Convert.ToBase64String(new byte[response.Length / 4 * 3]));
                break;
            default:
                challenge = response;
                break;
        }
    }

    private static byte[] WithIterations(byte[] serverFirst, string announced)
    {
        var text = Encoding.UTF8.GetString(serverFirst);
        return Encoding.UTF8.GetBytes(text.Remove(text.LastIndexOf(",i=", StringComparison.Ordinal)) + ",i=" + announced);
    }
}
