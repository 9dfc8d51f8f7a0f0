using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;

namespace ImapPS.Client.Session;

/// <content>The session's place in the budget of its account: held until it is closed, also while its connection is being made again.</content>
public sealed partial class ImapSession
{
    private ConnectionSlot _slot;

    /// <summary>A connection that is gone for good frees its place, and what was kept to make it again; one that may be made again keeps both.</summary>
    private void FreeAtEnd()
    {
        var connection = Connection;
        connection.Ended = () => Free(connection);
        if (connection.Cause is not null)
            Free(connection);
    }

    private void Free(ImapConnection ended)
    {
        // The end of one that was replaced since is no news.
        if (!ReferenceEquals(ended, Connection) || _request.Reconnect.Covers(ended.Cause))
            return;
        _slot.Dispose();
        // Nobody will log in again.
        ForgetCredentials();
        StopKeepingAlive();
    }
}
