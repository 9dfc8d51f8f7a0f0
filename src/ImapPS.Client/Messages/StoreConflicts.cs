using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Messages that a conditional STORE left alone (RFC 7162 section 3.1.3).</summary>
internal static class StoreConflicts
{
    private static readonly FetchItems State = new() { Attributes = FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.ModSeq };

    /// <summary>Reads their state, in one round trip, and tells those that may have been changed by our own STORE, sent once before.</summary>
    public static async Task<StoreResult> LookAtAsync(ImapSession session, MailboxName mailbox, uint uidValidity, StoreRequest request, StoreResult result, bool isRepeated, CancellationToken cancellationToken)
    {
        var current = new Dictionary<uint, FetchResponse>();
        try
        {
            await session.ConnectedOrLostAsync(cancellationToken).ConfigureAwait(false);
            await foreach (var batch in session.FetchAsync(mailbox, uidValidity, result.Conflicts, State, null, CancellationToken.None).ConfigureAwait(false))
            {
                foreach (var message in batch.Messages)
                    current[message.Uid] = message;
            }
        }
        catch (ImapException e)
        {
            // What was changed is changed: what fails now is a part of the result.
            return result with { Error = result.Error ?? e };
        }

        result = result with { Current = current };
        if (!isRepeated)
            return result;
        var unknown = UidSet.From(result.Conflicts.Uids().Where(uid => !current.TryGetValue(uid, out var message) || (message.Flags is { } flags && HasWhatWasAsked(flags, request))));
        return unknown.IsEmpty ? result : result with
        {
            Conflicts = result.Conflicts.Except(unknown),
            Unknown = unknown,
            Error = new ImapException(
                ImapError.OutcomeUnknown,
                $"The connection was lost while STORE was waiting for its answer. {unknown.Count} messages were changed since as it asked for, or are gone; it can't be told whether by it or by another client.")
            {
                Hint = "Look at the messages before you run it again.",
            },
        };
    }

    private static bool HasWhatWasAsked(MessageFlags flags, StoreRequest request) => request.Mode switch
    {
        StoreMode.Add => request.Flags.Except(flags).IsEmpty,
        StoreMode.Remove => request.Flags.Except(flags).Equals(request.Flags),
        _ => flags.Except(MessageFlags.Create(SystemFlags.Recent)).Equals(request.Flags),
    };
}
