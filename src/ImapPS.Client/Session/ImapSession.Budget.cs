using ImapPS.Client.Connecting;

namespace ImapPS.Client.Session;

/// <content>The session's place in the budget of its account: held until it is closed, also while its connection is being made again.</content>
public sealed partial class ImapSession
{
    private ConnectionSlot _slot;

    /// <summary>
    /// Another session of the same account, by the same rules and with the same credentials, if the budget has room for one
    /// more connection; null if it has not, or the credentials are not kept (<see cref="ReconnectPolicy.Never"/>). It is the
    /// caller's to dispose.
    /// </summary>
    /// <exception cref="ImapException">There is room, but no connection could be made.</exception>
    internal async Task<ImapSession?> TryConnectBesideAsync(CancellationToken cancellationToken)
    {
        using var credentials = CopyCredentials();
        if (credentials is null || _slot.Budget.TryTake(_request.MaximumConnections, _request.Owner) is not { } slot)
            return null;
        try
        {
            return await ConnectAsync(_request with { Step = null, Name = Name }, credentials, slot, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

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
