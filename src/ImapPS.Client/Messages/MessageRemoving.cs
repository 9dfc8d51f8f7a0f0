using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Deletes messages for good, never more than those named, and finds the trash for those that would rather not.</summary>
public static class MessageRemoving
{
    private static readonly MessageFlags Deleted = MessageFlags.Create(SystemFlags.Deleted);

    /// <summary>The mailbox that the server calls the trash (\Trash, RFC 6154); null if it calls none so.</summary>
    /// <exception cref="ImapException">LIST was refused, or the connection's end.</exception>
    public static async Task<MailboxName?> FindTrashAsync(this ImapSession session, CancellationToken cancellationToken)
    {
        // Some servers show the attributes without telling of the extension, so it isn't asked for.
        var mailboxes = await session.ListAsync("*", false, null, cancellationToken).ConfigureAwait(false);
        return mailboxes.FirstOrDefault(static m => m.SpecialUse == "Trash" && m.IsSelectable)?.Name;
    }

    /// <summary>Marks messages \Deleted and expunges exactly these (UID EXPUNGE, RFC 4315 section 2.1); one result a command, in order.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where the messages are.</param>
    /// <param name="uidValidity">What their UIDs were found under; it is checked before anything is written.</param>
    /// <param name="uids">Which; no "*".</param>
    /// <param name="options">How far it may go.</param>
    /// <param name="cancellationToken">Looked at between messages of one command and the next: what was begun is finished.</param>
    /// <param name="progress">Told, after each command that succeeded, how many messages it named.</param>
    /// <exception cref="ImapException">
    /// UidValidityChanged, MailboxNotFound, CommandRefused (the mailbox is read-only), InvalidArgument, NotSupported (no
    /// UIDPLUS, and not forced or others are marked \Deleted): nothing was done. Later failures are in the results.
    /// </exception>
    /// <remarks>After a failure nothing more is sent.</remarks>
    public static async Task<IReadOnlyList<RemoveResult>> RemoveAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        UidSet uids,
        RemoveOptions options,
        CancellationToken cancellationToken,
        IProgress<long>? progress = null)
    {
        WriteStep.CheckNamed(uids, "removal");
        if (!session.Capabilities.UidPlus)
            return [await RemoveWithoutUidPlusAsync(session, mailbox, uidValidity, uids, options, cancellationToken).ConfigureAwait(false)];
        var results = new List<RemoveResult>();
        foreach (var part in uids.Split(CommandLimits.MaxUidSetLength))
        {
            if (results.Count > 0 && (results[results.Count - 1].Error is not null || cancellationToken.IsCancellationRequested))
                break;
            // Those that are gone are gone, and one whose \Deleted somebody took away meanwhile stays: it may be done twice.
            var step = new WriteStep(session, mailbox, uidValidity, part) { Begun = results.Count > 0, IsRepeatable = true };
            var error = await MarkAsync(step, cancellationToken).ConfigureAwait(false);
            var marked = error is null;
            if (marked)
                error = await FinishAsync(step, new UidExpungeCommand(part), cancellationToken).ConfigureAwait(false);
            results.Add(new RemoveResult(part) { Marked = marked, Error = error });
            if (error is null)
                progress?.Report(part.Count);
        }

        return results;
    }

    private static async Task<ImapException?> MarkAsync(WriteStep step, CancellationToken cancellationToken) =>
        await step.TryAsync(new UidStoreCommand(step.Uids, StoreMode.Add, Deleted) { Silent = true }, null, null, cancellationToken).ConfigureAwait(false);

    private static async Task<ImapException?> FinishAsync(WriteStep step, Command command, CancellationToken cancellationToken)
    {
        var error = await (step with { Begun = true }).TryAsync(command, null, null, cancellationToken).ConfigureAwait(false);
        return error is null ? null : NotExpunged(error);
    }

    private static ImapException NotExpunged(ImapException error) =>
        new(error.Error, "The messages are marked \\Deleted, but could not be expunged: " + error.Message, error) { Response = error.Response, Hint = error.Hint };

    /// <summary>EXPUNGE takes whatever is marked, so it is sent only if a look before and a look after marking show ours alone.</summary>
    private static async Task<RemoveResult> RemoveWithoutUidPlusAsync(
        ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        UidSet uids,
        RemoveOptions options,
        CancellationToken cancellationToken)
    {
        var name = SafeText.Clean(mailbox.Name);
        if (!options.Force)
        {
            throw new ImapException(ImapError.NotSupported, $"{session.Server} can't expunge chosen messages (UIDPLUS): its EXPUNGE would take every message in '{name}' that anybody marked \\Deleted. Nothing was done.")
            {
                Hint = "Move them to another mailbox, or use -Force: it expunges only if none but these are marked \\Deleted.",
            };
        }

        if (await CountOthersAsync(session, mailbox, uids, cancellationToken).ConfigureAwait(false) is > 0 and var before)
            throw new ImapException(ImapError.NotSupported, $"{before} other messages in '{name}' are marked \\Deleted, and {session.Server} can't expunge chosen messages (UIDPLUS). Nothing was done.");

        var begun = false;
        foreach (var part in uids.Split(CommandLimits.MaxUidSetLength))
        {
            if (await MarkAsync(new WriteStep(session, mailbox, uidValidity, part) { Begun = begun, IsRepeatable = true }, cancellationToken).ConfigureAwait(false) is { } error)
                return new RemoveResult(uids) { Error = error };
            begun = true;
        }

        return new RemoveResult(uids) { Marked = true, Error = await ExpungeAllAsync(new WriteStep(session, mailbox, uidValidity, uids) { Begun = true }, name, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>EXPUNGE, if none but ours are marked. Where its answer is lost it is looked whether they are gone; if not, it begins anew.</summary>
    private static async Task<ImapException?> ExpungeAllAsync(WriteStep step, string name, CancellationToken cancellationToken)
    {
        ImapException? error = null;
        try
        {
            for (var repeats = 0; ; repeats++)
            {
                await step.Session.ConnectedOrLostAsync(cancellationToken).ConfigureAwait(false);
                if (await CountOthersAsync(step.Session, step.Mailbox, step.Uids, CancellationToken.None).ConfigureAwait(false) is > 0 and var others)
                    return new ImapException(ImapError.NotSupported, $"Somebody marked {others} other messages in '{name}' \\Deleted meanwhile, so nothing was expunged. The messages stay there, marked \\Deleted.");
                error = await FinishAsync(step, SimpleCommand.Expunge, cancellationToken).ConfigureAwait(false);
                if (error?.InnerException is not ImapException { Error: ImapError.OutcomeUnknown, InnerException: ImapException loss } || !step.Session.Survives(loss))
                    return error;
                var still = await step.Session.LookUpAsync(
                    loss, () => step.Session.SearchAsync(step.Mailbox, SearchKey.Uid(step.Uids), cancellationToken), static found => found.Uids.IsEmpty, cancellationToken).ConfigureAwait(false);
                if (still.UidValidity == step.UidValidity && still.Uids.IsEmpty)
                    return null;
                if (still.UidValidity != step.UidValidity || ReconnectPolicy.LeftServerAtWork(loss) || repeats == ImapSession.MaximumRepeats)
                    return error;
            }
        }
        catch (ImapException e)
        {
            // Not even a look is possible now. The loss, if there was one, is the thing to tell.
            return error ?? NotExpunged(e);
        }
    }

    private static async Task<int> CountOthersAsync(ImapSession session, MailboxName mailbox, UidSet uids, CancellationToken cancellationToken)
    {
        var marked = await session.SearchAsync(mailbox, SearchKey.Deleted, cancellationToken).ConfigureAwait(false);
        return marked.Uids.Uids().Count(u => !uids.Contains(u));
    }
}
