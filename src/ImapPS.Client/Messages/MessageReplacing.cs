using ImapPS.Client.Connecting;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Puts a message in the place of another one, as drafts are saved.</summary>
public static class MessageReplacing
{
    /// <summary>
    /// Adds a message and removes the one that it replaces: by REPLACE (RFC 8508) in one step, or by APPEND, and once that
    /// is confirmed, UID EXPUNGE of the old one.
    /// </summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where the old message is.</param>
    /// <param name="uidValidity">What its UID was found under; it is checked before anything is written.</param>
    /// <param name="uid">The old message.</param>
    /// <param name="destination">Where the new one goes.</param>
    /// <param name="item">The new one.</param>
    /// <param name="createDestination">Makes the destination if the server says that this would help (TRYCREATE).</param>
    /// <param name="cancellationToken">Heeded until the new message is on its way: what was begun is finished.</param>
    /// <exception cref="ImapException">
    /// UidValidityChanged, MailboxNotFound, MessageNotFound (the old one), CommandRefused (read-only), NotSupported (neither
    /// REPLACE nor UIDPLUS; more than APPENDLIMIT; NUL without BINARY), InvalidArgument: nothing was done. Later failures
    /// are in the result.
    /// </exception>
    public static async Task<ReplaceResult> ReplaceAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        uint uid,
        MailboxName destination,
        AppendItem item,
        bool createDestination,
        CancellationToken cancellationToken)
    {
        var rules = await AppendRules.AskAsync(session, destination, cancellationToken).ConfigureAwait(false);
        if (rules.Refuse(item) is { } refusal)
            throw refusal;
        if (!session.Capabilities.Replace && !session.Capabilities.UidPlus)
        {
            throw new ImapException(ImapError.NotSupported, $"{session.Server} can neither replace a message (REPLACE) nor remove a single one (UIDPLUS). Nothing was done.")
            {
                Hint = "Add the new message without replacing, and remove the old one with Remove-ImapMessage.",
            };
        }

        // Without the old message there is nothing to replace, and a new one beside it nobody asked for.
        var step = new WriteStep(session, mailbox, uidValidity, UidSet.Of(uid));
        await step.CheckAsync(cancellationToken).ConfigureAwait(false);
        var found = await session.SearchAsync(mailbox, SearchKey.Uid(step.Uids), cancellationToken).ConfigureAwait(false);
        if (found.Uids.IsEmpty)
            throw new ImapException(ImapError.MessageNotFound, $"The message with UID {uid} is not in '{SafeText.Clean(mailbox.Name)}' any more. Nothing was done.");
        return session.Capabilities.Replace
            ? await ReplaceAsync(step, uid, destination, item, rules, createDestination, cancellationToken).ConfigureAwait(false)
            : await AppendAndRemoveAsync(step, uid, destination, item, createDestination, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ReplaceResult> ReplaceAsync(WriteStep step, uint uid, MailboxName destination, AppendItem item, AppendRules rules, bool createDestination, CancellationToken cancellationToken)
    {
        var witness = step.Session.MayReconnect ? new AppendWitness(step.Session, destination) : null;
        if (witness is not null)
            await witness.NoteAsync(cancellationToken).ConfigureAwait(false);
        var repeats = new Repeats(step.Session);
        while (true)
        {
            var sink = new ReplaceSink();
            var entry = rules.Entry(item);
            var outcome = await step.RunAsync(new UidReplaceCommand(uid, destination, entry), sink, destination, null, cancellationToken).ConfigureAwait(false);
            if (outcome is { Error: not null, Response: { } response } && rules.IsRefusalOfUtf8(response, [entry]))
                continue;
            if (createDestination && outcome.Error?.ResponseCode == "TRYCREATE")
            {
                // The server has refused and says why: nothing was done, so this is no blind repetition.
                createDestination = false;
                await DestinationCreating.CreateAsync(step.Session, destination, cancellationToken).ConfigureAwait(false);
                if (witness is not null)
                    await witness.NoteAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (outcome.Error is { Error: ImapError.OutcomeUnknown, InnerException: ImapException loss } && witness is not null && await repeats.TryPrepareAsync(loss, cancellationToken).ConfigureAwait(false))
            {
                if (await FindAsync(step, uid, destination, item, witness, outcome, loss, cancellationToken).ConfigureAwait(false) is { } found)
                    return found;
                // What fails from here on is a result.
                step = step with { Begun = true };
                continue;
            }

            var code = outcome.Response?.Code as Protocol.Responses.AppendUidCode ?? sink.Code;
            return new ReplaceResult(item) { UidValidity = code?.UidValidity ?? 0, Uid = code is { Uids.Count: > 0 } ? code.Uids[0].First : 0, Error = outcome.Error };
        }
    }

    /// <summary>Looks what became of a REPLACE whose answer was lost.</summary>
    /// <returns>Null if nothing was done, nor will be: it may be sent again.</returns>
    private static async Task<ReplaceResult?> FindAsync(WriteStep step, uint uid, MailboxName destination, AppendItem item, AppendWitness witness, WriteOutcome outcome, ImapException loss, CancellationToken cancellationToken)
    {
        var unknown = new ReplaceResult(item) { Error = outcome.Error };
        bool isOldThere;
        ReplaceResult added;
        try
        {
            var (finding, newUid) = (await witness.LookUpAsync([item], loss, wholly: !outcome.IsCutOff, cancellationToken).ConfigureAwait(false))[0];
            var still = await step.Session.SearchAsync(step.Mailbox, SearchKey.Uid(step.Uids), CancellationToken.None).ConfigureAwait(false);
            if (finding == AppendFinding.Unknown || still.UidValidity != step.UidValidity)
                return unknown;
            isOldThere = !still.Uids.IsEmpty;
            if (finding == AppendFinding.NotAdded)
                return isOldThere ? null : Gone();
            added = new ReplaceResult(item) { UidValidity = witness.UidValidity, Uid = newUid };
        }
        catch (ImapException)
        {
            // Not even this can be found out now. The loss is the thing to tell.
            return unknown;
        }

        if (!isOldThere)
            return added;
        // A server does both or nothing (RFC 8508), but this one was disturbed, or is still at it.
        return ReconnectPolicy.LeftServerAtWork(loss) || !step.Session.Capabilities.UidPlus
            ? added with { Error = outcome.Error }
            : added with { Error = await RemoveAsync(step, uid, destination, added).ConfigureAwait(false) };

        ReplaceResult Gone() => new(item)
        {
            Error = new ImapException(ImapError.MessageNotFound, $"The message with UID {uid} is not in '{SafeText.Clean(step.Mailbox.Name)}' any more, and the new one was not added to '{SafeText.Clean(destination.Name)}'."),
        };
    }

    private static async Task<ReplaceResult> AppendAndRemoveAsync(WriteStep step, uint uid, MailboxName destination, AppendItem item, bool createDestination, CancellationToken cancellationToken)
    {
        var options = new AppendOptions { CreateMailbox = createDestination };
        var result = new ReplaceResult(item);
        await foreach (var added in step.Session.AppendAsync(destination, [item], options, cancellationToken).ConfigureAwait(false))
        {
            result = result with { UidValidity = added.UidValidity, Uid = added.Uid, Error = added.Error };
            break;
        }

        return result.Error is null ? result with { Error = await RemoveAsync(step, uid, destination, result).ConfigureAwait(false) } : result;
    }

    private static async Task<ImapException?> RemoveAsync(WriteStep step, uint uid, MailboxName destination, ReplaceResult added)
    {
        ImapException? error;
        try
        {
            var removed = await step.Session.RemoveAsync(step.Mailbox, step.UidValidity, step.Uids, new RemoveOptions(), CancellationToken.None).ConfigureAwait(false);
            error = removed[0].Error;
        }
        catch (ImapException e)
        {
            error = e;
        }

        if (error is null)
            return null;
        var where = added.Uid == 0 ? "" : $" (UID {added.Uid})";
        return new ImapException(
            error.Error,
            $"The new message was added to '{SafeText.Clean(destination.Name)}'{where}, but the old one (UID {uid} in '{SafeText.Clean(step.Mailbox.Name)}') could not be removed: {error.Message}",
            error) { Response = error.Response, Hint = error.Hint };
    }
}
