using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>Makes, renames, removes and subscribes mailboxes, and sets what they are for.</summary>
/// <remarks>
/// A command that was sent is waited for, whatever the token does. If the connection ends before its answer, it is looked up
/// what became of it (<see cref="MailboxFates"/>), and it is finished; OutcomeUnknown says that it can't be told.
/// </remarks>
public static class MailboxChanging
{
    private const string SpecialUseEntry = "/private/specialuse";

    /// <summary>Makes a mailbox (CREATE), and those above it where the server doesn't do that by itself.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">The name as the server writes it.</param>
    /// <param name="use">What it is for, one of <see cref="SpecialUses.Names"/>; null for nothing in particular.</param>
    /// <param name="cancellationToken">Looked at between commands.</param>
    /// <exception cref="ImapException">NotSupported (a special use can't be given here; nothing was made), CommandRefused (ALREADYEXISTS, USEATTR and others), OutcomeUnknown.</exception>
    public static async Task CreateAsync(this ImapSession session, MailboxName mailbox, string? use, CancellationToken cancellationToken)
    {
        await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
        var together = use is not null && session.Capabilities.Has("CREATE-SPECIAL-USE");
        if (use is not null && !together)
            RequireMetadata(session, "METADATA or CREATE-SPECIAL-USE", "Make the mailbox without one: Get-ImapMailbox guesses what it is for from its name.");
        var command = new CreateCommand(mailbox) { SpecialUse = together ? ["\\" + use] : [] };
        var response = await MakeAsync(session, command, together ? use : null, cancellationToken).ConfigureAwait(false);
        // RFC 9051 section 6.3.4 asks servers to make what is above, but not all do; TRYCREATE or no code at all is how they say it.
        if (response is { Status: StatusKind.No, Code: null or { Name: "TRYCREATE" or "NONEXISTENT" or "CANNOT" } } && await CreateParentsAsync(session, mailbox, cancellationToken).ConfigureAwait(false))
            response = await MakeAsync(session, command, together ? use : null, cancellationToken).ConfigureAwait(false);
        response?.ThrowIfNotOk(command);
        if (use is not null && !together)
            await session.SetSpecialUseAsync(mailbox, use, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a mailbox, and those below it, another name (RENAME). Of INBOX the messages are moved, and it stays (RFC 9051 section 6.3.6).</summary>
    /// <exception cref="ImapException">MailboxNotFound, CommandRefused (ALREADYEXISTS and others), OutcomeUnknown.</exception>
    public static async Task RenameAsync(this ImapSession session, MailboxName mailbox, MailboxName newName, CancellationToken cancellationToken)
    {
        // Before STATUS, which is not meant for the open one.
        await LeaveAsync(session, mailbox, cancellationToken).ConfigureAwait(false);
        var old = await MailboxSighting.NoteAsync(session, mailbox, cancellationToken).ConfigureAwait(false);
        var taken = old is null ? null : await MailboxSighting.NoteAsync(session, newName, cancellationToken).ConfigureAwait(false);
        var command = new RenameCommand(mailbox, newName);
        var change = new MailboxCommand(session, command)
        {
            Check = token => LeaveAsync(session, mailbox, token),
            Look = old is null || taken is null ? null : () => MailboxFates.OfRenameAsync(session, mailbox, newName, old, taken.IsThere),
            IsHarmlessTwice = true,
        };
        (await change.RunAsync(cancellationToken).ConfigureAwait(false))?.ThrowIfNotOk(command, mailbox);
    }

    /// <summary>Removes a mailbox with all its messages (DELETE). Those below it stay.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">The name as the server writes it.</param>
    /// <param name="seen">What STATUS told when it was decided to remove it; null if it holds no messages by nature.</param>
    /// <param name="cancellationToken">Looked at before the command.</param>
    /// <exception cref="ImapException">
    /// UidValidityChanged: it is another mailbox by now. CommandRefused, with nothing removed: messages came meanwhile, or
    /// the server refused. MailboxNotFound, OutcomeUnknown.
    /// </exception>
    public static async Task DeleteAsync(this ImapSession session, MailboxName mailbox, MailboxStatusResponse? seen, CancellationToken cancellationToken)
    {
        MailboxStatusResponse? known = null;
        var command = new DeleteCommand(mailbox);
        var change = new MailboxCommand(session, command)
        {
            Check = async token =>
            {
                await LeaveAsync(session, mailbox, token).ConfigureAwait(false);
                if (seen is not null)
                    CheckUnchanged(mailbox, seen, known = await session.StatusAsync(mailbox, MailboxSighting.Asked | StatusItems.UidNext, token).ConfigureAwait(false));
            },
            Look = () => MailboxFates.OfDeleteAsync(session, mailbox, known),
        };
        if (await change.RunAsync(cancellationToken).ConfigureAwait(false) is not { } response)
            return;
        // Cyrus says so in its text alone.
        if (response.Status == StatusKind.No && (response.Code is { Name: "USEATTR" } || response.Text.IndexOf("SPECIAL-USE", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            var refusal = ServerAnswer.ToException(response, command, mailbox);
            throw new ImapException(refusal.Error, refusal.Message) { Response = response, Hint = "Take its special use away first, by Set-ImapMailbox -SpecialUse None." };
        }

        response.ThrowIfNotOk(command, mailbox);
    }

    /// <summary>SUBSCRIBE or UNSUBSCRIBE.</summary>
    /// <exception cref="ImapException">MailboxNotFound, CommandRefused, OutcomeUnknown.</exception>
    public static async Task SetSubscribedAsync(this ImapSession session, MailboxName mailbox, bool subscribed, CancellationToken cancellationToken)
    {
        Command command = subscribed ? new SubscribeCommand(mailbox) : new UnsubscribeCommand(mailbox);
        var change = new MailboxCommand(session, command) { Look = () => MailboxFates.OfSubscriptionAsync(session, mailbox, subscribed), IsHarmlessTwice = true };
        (await change.RunAsync(cancellationToken).ConfigureAwait(false))?.ThrowIfNotOk(command, mailbox);
    }

    /// <summary>Sets what a mailbox is for, as metadata (RFC 6154 section 4).</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">The name as the server writes it.</param>
    /// <param name="use">One of <see cref="SpecialUses.Names"/>; null takes its use away.</param>
    /// <param name="cancellationToken">Looked at before the command.</param>
    /// <exception cref="ImapException">NotSupported (no METADATA), MailboxNotFound, CommandRefused, OutcomeUnknown.</exception>
    public static async Task SetSpecialUseAsync(this ImapSession session, MailboxName mailbox, string? use, CancellationToken cancellationToken)
    {
        await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
        RequireMetadata(session, "METADATA", null);
        var command = new SetMetadataCommand(mailbox, [new(SpecialUseEntry, use is null ? null : "\\" + use)]);
        // The same value once more changes nothing.
        var change = new MailboxCommand(session, command) { Look = static () => Task.FromResult(MailboxFate.NotDone), IsHarmlessTwice = true };
        (await change.RunAsync(cancellationToken).ConfigureAwait(false))?.ThrowIfNotOk(command, mailbox);
    }

    /// <exception cref="ImapException">UidValidityChanged, CommandRefused.</exception>
    private static void CheckUnchanged(MailboxName mailbox, MailboxStatusResponse seen, MailboxStatusResponse now)
    {
        var name = SafeText.Clean(mailbox.Name);
        if (seen.UidValidity != now.UidValidity)
            throw new ImapException(ImapError.UidValidityChanged, $"'{name}' is another mailbox than a moment ago: its UIDVALIDITY was {seen.UidValidity} and is {now.UidValidity}. Nothing was removed.");
        if (now.Messages > seen.Messages || seen.UidNext != now.UidNext)
        {
            throw new ImapException(ImapError.CommandRefused, $"Messages came into '{name}' meanwhile: there were {seen.Messages}, there are {now.Messages}. It was not removed.")
            {
                Hint = "Look at the new messages, and remove the mailbox then.",
            };
        }
    }

    /// <exception cref="ImapException">NotSupported.</exception>
    private static void RequireMetadata(ImapSession session, string missing, string? hint)
    {
        if (session.Capabilities.Has("METADATA"))
            return;
        throw new ImapException(ImapError.NotSupported, $"{session.Server} does not let special uses be set: it lacks {missing}. Nothing was done.") { Hint = hint };
    }

    /// <returns>Whether there was something to make.</returns>
    private static async Task<bool> CreateParentsAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken)
    {
        if ((await session.GetHierarchyAsync(cancellationToken).ConfigureAwait(false)).Delimiter is not { } delimiter)
            return false;
        var made = false;
        for (var at = mailbox.Name.IndexOf(delimiter); at > 0; at = mailbox.Name.IndexOf(delimiter, at + 1))
        {
            var parent = MailboxName.Create(mailbox.Name.Substring(0, at));
            if (await session.ExistsAsync(parent, cancellationToken).ConfigureAwait(false))
                continue;
            var command = new CreateCommand(parent);
            var response = await MakeAsync(session, command, null, cancellationToken).ConfigureAwait(false);
            // Somebody else may have made it meanwhile.
            if (response is not { Status: StatusKind.No, Code.Name: "ALREADYEXISTS" })
                response?.ThrowIfNotOk(command);
            made = true;
        }

        return made;
    }

    /// <returns>The answer; null if it was seen to be made, and the answer is lost.</returns>
    private static async Task<StatusResponse?> MakeAsync(ImapSession session, CreateCommand command, string? use, CancellationToken cancellationToken)
    {
        var before = await MailboxSighting.NoteAsync(session, command.Mailbox, cancellationToken).ConfigureAwait(false);
        var change = new MailboxCommand(session, command)
        {
            Look = before is null ? null : () => MailboxFates.OfCreateAsync(session, command.Mailbox, use, before.IsThere),
            IsHarmlessTwice = true,
        };
        return await change.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task LeaveAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken) =>
        await session.RepeatAsync(
            async () =>
            {
                await session.LeaveAsync(mailbox, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
}
