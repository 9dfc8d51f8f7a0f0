using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>The messages that are still to be asked for, in order.</summary>
internal abstract class WindowSource
{
    /// <summary>What the UIDs hold under; null as long as the source does not know.</summary>
    public virtual uint? UidValidity => null;

    /// <summary>Whether what it gives at once is bounded in octets too.</summary>
    public virtual bool KnowsSizes => false;

    /// <summary>Takes the next messages, no more than fit one command.</summary>
    /// <param name="count">The most.</param>
    /// <param name="wait">Whether to wait for them.</param>
    /// <returns>Null if there are no more, or none yet.</returns>
    public abstract ValueTask<UidSet?> TakeAsync(int count, bool wait);

    /// <summary>Takes what the server sent that is a message but can't be read as one.</summary>
    public virtual IReadOnlyList<FetchResponse> TakeUnreadable() => [];

    /// <summary>No more is wanted.</summary>
    public virtual ValueTask EndAsync() => default;
}
