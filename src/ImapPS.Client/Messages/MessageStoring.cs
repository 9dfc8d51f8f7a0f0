using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Changes flags.</summary>
public static class MessageStoring
{
    /// <summary>Changes the flags of messages; one result a command, in order. After a failure nothing more is sent (RFC 9051 section 6.4.6).</summary>
    /// <remarks>Messages that somebody else changed since (<see cref="StoreRequest.UnchangedSince"/>) cost one round trip more, which brings their state.</remarks>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where the messages are.</param>
    /// <param name="uidValidity">What their UIDs were found under; it is checked before anything is written.</param>
    /// <param name="uids">Which; no "*".</param>
    /// <param name="request">What to change.</param>
    /// <param name="cancellationToken">Looked at between commands: one that was sent is waited for.</param>
    /// <param name="progress">Told, after each command that succeeded, how many messages it named.</param>
    /// <exception cref="ImapException">
    /// UidValidityChanged, MailboxNotFound, CommandRefused (the mailbox is read-only), NotSupported (a flag that the mailbox
    /// doesn't keep, UnchangedSince without CONDSTORE), InvalidArgument: nothing was done. Later failures are in the results.
    /// </exception>
    public static async Task<IReadOnlyList<StoreResult>> StoreAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        UidSet uids,
        StoreRequest request,
        CancellationToken cancellationToken,
        IProgress<long>? progress = null)
    {
        WriteStep.CheckNamed(uids, "change of flags");
        if (request.UnchangedSince is not null && !session.Capabilities.CondStore)
        {
            throw new ImapException(ImapError.NotSupported, $"{session.Server} keeps no modification sequences (CONDSTORE), so it can't tell whether a message was changed since. Nothing was done.");
        }

        return await StoreAsync(
            new WriteStep(session, mailbox, uidValidity, uids) { IsRepeatable = true },
            part => new UidStoreCommand(part, request.Mode, request.Flags) { Silent = request.Silent, UnchangedSince = request.UnchangedSince },
            request.Silent,
            selected => Check(selected, request),
            (result, isRepeated) => StoreConflicts.LookAtAsync(session, mailbox, uidValidity, request, result, isRepeated, cancellationToken),
            progress,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes the labels of messages on Gmail; one result a command, in order. After a failure nothing more is sent.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where the messages are.</param>
    /// <param name="uidValidity">What their UIDs were found under; it is checked before anything is written.</param>
    /// <param name="uids">Which; no "*".</param>
    /// <param name="request">What to change. A message that loses the label that its mailbox is leaves the mailbox.</param>
    /// <param name="cancellationToken">Looked at between commands: one that was sent is waited for.</param>
    /// <param name="progress">Told, after each command that succeeded, how many messages it named.</param>
    /// <exception cref="ImapException">
    /// NotSupported (no X-GM-EXT-1), UidValidityChanged, MailboxNotFound, CommandRefused (the mailbox is read-only),
    /// InvalidArgument: nothing was done. Later failures are in the results.
    /// </exception>
    public static async Task<IReadOnlyList<StoreResult>> StoreLabelsAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        UidSet uids,
        LabelRequest request,
        CancellationToken cancellationToken,
        IProgress<long>? progress = null)
    {
        WriteStep.CheckNamed(uids, "change of labels");
        if (!session.Capabilities.Gmail)
        {
            throw new ImapException(ImapError.NotSupported, $"{session.Server} has no labels (X-GM-EXT-1). Nothing was done.")
            {
                Hint = "Labels are Gmail's. Elsewhere keywords do the like.",
            };
        }

        return await StoreAsync(
            new WriteStep(session, mailbox, uidValidity, uids) { IsRepeatable = true },
            part => new UidStoreLabelsCommand(part, request.Mode, request.Labels) { Silent = true },
            silent: true,
            check: null,
            judge: null,
            progress,
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<StoreResult>> StoreAsync(
        WriteStep all,
        Func<UidSet, Command> command,
        bool silent,
        Action<SelectedMailbox>? check,
        Func<StoreResult, bool, Task<StoreResult>>? judge,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var results = new List<StoreResult>();
        foreach (var part in all.Uids.Split(CommandLimits.MaxUidSetLength))
        {
            if (results.Count > 0 && (results[results.Count - 1].Error is not null || cancellationToken.IsCancellationRequested))
                break;
            var sink = new StoreSink(part);
            var step = all with { Uids = part, Begun = results.Count > 0 };
            WriteOutcome outcome;
            try
            {
                outcome = await step.RunAsync(command(part), sink, null, check, cancellationToken).ConfigureAwait(false);
            }
            catch (ArgumentException e)
            {
                throw new ImapException(ImapError.InvalidArgument, PlainText.Of(e), e);
            }

            var result = new StoreResult(part)
            {
                Conflicts = outcome.Response?.Code is ModifiedCode modified ? Among(part, modified.Set) : UidSet.Empty,
                NewFlags = silent ? null : sink.Flags,
                Error = outcome.Error,
            };
            results.Add(judge is null || result.Conflicts.IsEmpty ? result : await judge(result, outcome.IsRepeated).ConfigureAwait(false));
            if (outcome.Error is null)
                progress?.Report(part.Count);
        }

        return results;
    }

    /// <summary>What the mailbox keeps (RFC 9051 section 7.1, PERMANENTFLAGS). A flag that it doesn't would be gone at the session's end without a word.</summary>
    private static void Check(SelectedMailbox selected, StoreRequest request)
    {
        var name = SafeText.Clean(selected.Name.Name);
        if (request.UnchangedSince is not null && selected.HighestModSeq is null)
            throw new ImapException(ImapError.NotSupported, $"The mailbox '{name}' keeps no modification sequences, so it can't be told whether a message was changed since. Nothing was done.");
        if (request.Mode == StoreMode.Remove || selected.PermanentFlags is not { } kept)
            return;
        var refused = request.Flags.Except(kept);
        if (kept.Has(SystemFlags.CreateKeywords))
            refused = MessageFlags.Create(refused.System, refused.Keywords.Where(static k => k[0] == '\\').ToArray());
        if (!refused.IsEmpty)
        {
            throw new ImapException(ImapError.NotSupported, $"The mailbox '{name}' does not keep {SafeText.Clean(refused.ToString())}. Nothing was done.")
            {
                Hint = "What it keeps: " + SafeText.Clean(kept.ToString()),
            };
        }
    }

    /// <summary>Those of a server's UIDs that were asked for.</summary>
    private static UidSet Among(UidSet asked, UidSet told) =>
        told.Any(static r => r.Last == UidRange.Star) ? asked : UidSet.From(asked.Uids().Where(told.Contains));
}
