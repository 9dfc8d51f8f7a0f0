using ImapPS.Client.Connecting;

namespace ImapPS.Client.Session;

/// <content>The session's place in the budget of its account: held until it is closed, also while its connection is being made again.</content>
public sealed partial class ImapSession
{
    private ConnectionSlot _slot;

    /// <summary>A connection that is gone for good frees its place; one that may be made again keeps it.</summary>
    private void FreeSlotAtEnd()
    {
        Connection.Ended = OnEnded;
        if (Connection.Cause is not null)
            OnEnded();
    }

    private void OnEnded()
    {
        if (!_request.Reconnect.Covers(Connection.Cause))
            _slot.Dispose();
    }
}
