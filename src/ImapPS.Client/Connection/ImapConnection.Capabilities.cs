using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Connection;

/// <content>What the server can do, phase by phase.</content>
public sealed partial class ImapConnection
{
    /// <summary>The login has succeeded: what was known before counts no more, unless the login itself told it anew.</summary>
    /// <param name="before">What <see cref="Capabilities"/> was before the login.</param>
    public void EnterAuthenticated(CapabilitySet? before)
    {
        lock (_gate)
        {
            Phase = ConnectionPhase.Authenticated;
            if (ReferenceEquals(_capabilities, before))
            {
                _capabilities = null;
                return;
            }

            if (_capabilities is null)
                return;
            // Learnt while the phase before was still in force: it belongs to this one.
            _phases.RemoveAll(p => ReferenceEquals(p.Value, _capabilities));
            if (before is not null)
                _phases.Add(new KeyValuePair<ConnectionPhase, CapabilitySet>(IsSecure ? ConnectionPhase.Tls : ConnectionPhase.Greeting, before));
            _phases.Add(new KeyValuePair<ConnectionPhase, CapabilitySet>(Phase, _capabilities));
        }
    }

    private void Learn(ResponseCode? code)
    {
        if (code is CapabilityCode capability)
            Learn(capability.Capabilities);
    }

    private void Learn(CapabilitySet capabilities)
    {
        lock (_gate)
        {
            _capabilities = capabilities;
            _phases.RemoveAll(p => p.Key == Phase);
            _phases.Add(new KeyValuePair<ConnectionPhase, CapabilitySet>(Phase, capabilities));
        }
    }
}
