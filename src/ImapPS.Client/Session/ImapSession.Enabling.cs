using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <content>What has to be switched on: IMAP4rev2 (RFC 9051 section 6.3.1), UTF-8 (RFC 6855 section 3, RFC 9755) and QRESYNC (RFC 7162 section 3.2.3).</content>
public sealed partial class ImapSession
{
    private EnableSink? _enabling;
    private PendingCommand? _enable;

    /// <summary>What the server has enabled by now; commands that depend on it wait for its answer by themselves.</summary>
    public CapabilitySet Enabled => _enabling?.Enabled ?? CapabilitySet.Empty;

    /// <summary>Whether SELECT may ask what happened since; known once <see cref="EnabledAsync"/> has been waited for.</summary>
    internal bool UsesQResync => Enabled.QResync;

    /// <summary>
    /// What the server can do in this session. Of IMAP4rev1 and IMAP4rev2 side by side one is left once it is known which
    /// is spoken.
    /// </summary>
    public CapabilitySet Capabilities
    {
        get
        {
            var offered = Connection.Capabilities ?? CapabilitySet.Empty;
            if (offered is not { ImapRev1: true, ImapRev2: true } || _enable is { Completion.IsCompleted: false })
                return offered;
            return offered.Without(Enabled.ImapRev2 ? "IMAP4rev1" : "IMAP4rev2");
        }
    }

    /// <summary>Sends ENABLE where there is something to enable, and doesn't wait: what reads the same either way goes out with it.</summary>
    private void BeginEnabling()
    {
        var offered = Connection.Capabilities ?? CapabilitySet.Empty;
        // A server of IMAP4rev2 alone speaks it from the start (RFC 9051 appendix A).
        if (offered is { ImapRev2: true, ImapRev1: false })
            Connection.Utf8 = true;
        if (!offered.Enable)
            return;
        var wanted = new List<string>();
        if (offered is { ImapRev2: true, ImapRev1: true })
            wanted.Add("IMAP4rev2");
        if (offered.Utf8Accept)
            wanted.Add("UTF8=ACCEPT");
        // Now, since once a mailbox is selected it is too late (RFC 5161 section 3.1).
        if (offered.QResync)
            wanted.Add("QRESYNC");
        if (wanted.Count == 0)
            return;
        _enabling = new EnableSink(Connection);
        _enable = Connection.Enqueue(new EnableCommand(wanted), _enabling, CommandTraits.Enabling);
    }

    /// <summary>Waits until it is known what is enabled. A refusal enables nothing, which is no error.</summary>
    /// <exception cref="ImapException">The connection's end.</exception>
    internal async Task EnabledAsync(CancellationToken cancellationToken)
    {
        if (_enable is { } enable)
            await Abandonable.WaitAsync(enable.Completion, cancellationToken).ConfigureAwait(false);
    }
}
