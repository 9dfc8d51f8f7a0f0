using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Connection;

/// <summary>What this client never sends, whoever asks: it changes only messages that are named, and names them by UID.</summary>
/// <remarks>
/// The command types themselves allow it, since a server reads with them what other clients send. "*" in a set that
/// changes something is the message with the largest UID at that moment: not one that anybody chose. UID 4294967295 can't
/// be told from it.
/// </remarks>
internal static class CommandGuard
{
    /// <exception cref="ImapException">InvalidArgument.</exception>
    public static void Check(Command command)
    {
        var (uids, byUid) = command switch
        {
            UidStoreCommand store => (store.Uids, store.ByUid),
            UidStoreLabelsCommand labels => (labels.Uids, labels.ByUid),
            UidCopyCommand copy => (copy.Uids, copy.ByUid),
            UidMoveCommand move => (move.Uids, move.ByUid),
            UidExpungeCommand expunge => (expunge.Uids, true),
            UidFetchCommand fetch => (null, fetch.ByUid),
            UidReplaceCommand replace => (UidSet.Of(replace.Uid), replace.ByUid),
            _ => (null, true),
        };
        if (!byUid)
            throw new ImapException(ImapError.InvalidArgument, $"{command.Name} names messages by their sequence numbers, which may mean others by the time it arrives.");
        if (uids is { HasStar: true })
            throw new ImapException(ImapError.InvalidArgument, $"{command.Name} must name its messages: * can't stand among them, nor can UID 4294967295, which is written the same.");
    }
}
