using ImapPS.Loopback.Session.Fetching;
using ImapPS.Loopback.Session.Handlers;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session;

/// <summary>Leads each command to what carries it out, if the session's state allows it (RFC 9051 section 3).</summary>
internal static class CommandRouter
{
    /// <returns>How the command ended; null if the connection has ended.</returns>
    public static async Task<Answer?> RunAsync(SessionContext context, ReceivedCommand received)
    {
        if (received.Command is not { } command)
            return Problem(received);
        if (AnyState(context, command) is { } always)
            return await always.ConfigureAwait(false);
        if (BeforeLogin(context, command) is { } before)
            return context.User is null ? await before().ConfigureAwait(false) : Answer.Bad("Somebody is logged in already");
        if (context.User is null)
            return Answer.Bad("Log in first");
        if (context.AwaitsUtf8 && command is not EnableCommand)
            return Answer.No("Enable UTF8=ACCEPT first");
        if (AfterLogin(context, command, received.Tag) is { } after)
            return await after.ConfigureAwait(false);
        return context.View is { } view
            ? await SelectedAsync(context, view, command, received.Tag).ConfigureAwait(false)
            : Answer.Bad("Select a mailbox first");
    }

    /// <summary>Whether EXPUNGE may stand in the answer (RFC 9051 section 7.5.1).</summary>
    public static bool MayTellExpunges(ReceivedCommand received) => received.Name is not ("FETCH" or "STORE" or "SEARCH" or "SORT" or "THREAD");

    private static Answer Problem(ReceivedCommand received)
    {
        var text = received.Problem ?? "Unknown command";
        if (received.ProblemCode is not { } code)
            return Answer.Bad(text);
        return code.StartsWith("BADCHARSET", StringComparison.Ordinal)
            ? new Answer(StatusKind.No, new BadCharsetCode(["UTF-8"]), text)
            : Answer.No(text, code);
    }

    private static Task<Answer?>? AnyState(SessionContext context, Command command) => command switch
    {
        IdCommand => Wrap(ConnectionCommands.IdAsync(context)),
        SimpleCommand when command == SimpleCommand.Capability => Wrap(ConnectionCommands.CapabilityAsync(context)),
        SimpleCommand when command == SimpleCommand.Noop => Done(Answer.Ok("NOOP completed")),
        SimpleCommand when command == SimpleCommand.Logout => Wrap(ConnectionCommands.LogoutAsync(context)),
        _ => null,
    };

    private static Func<Task<Answer?>>? BeforeLogin(SessionContext context, Command command) => command switch
    {
        LoginCommand login => () => Done(AuthenticationCommands.Login(context, login)),
        AuthenticateCommand authenticate => () => AuthenticationCommands.AuthenticateAsync(context, authenticate),
        SimpleCommand when command == SimpleCommand.StartTls => () => Done(
            !context.Options.Tls ? Answer.Bad("TLS is not offered")
            : context.IsSecure ? Answer.Bad("There is TLS already")
            : Answer.Ok("Begin TLS")),
        _ => null,
    };

    private static Task<Answer?>? AfterLogin(SessionContext context, Command command, string tag) => command switch
    {
        CompressCommand => Done(ConnectionCommands.Compress(context)),
        MultiSearchCommand search => Wrap(MultiSearchHandler.RunAsync(context, search, tag)),
        EnableCommand enable => Wrap(ConnectionCommands.EnableAsync(context, enable)),
        ListCommand list => Wrap(ListHandler.RunAsync(context, list)),
        StatusCommand status => Wrap(StatusHandler.RunAsync(context, status)),
        SelectCommand select => Wrap(SelectHandler.RunAsync(context, select)),
        CreateCommand create => Done(MailboxCommands.Create(context, create)),
        DeleteCommand delete => Done(MailboxCommands.Delete(context, delete)),
        RenameCommand rename => Done(MailboxCommands.Rename(context, rename)),
        GetMetadataCommand get => Wrap(MetadataHandler.GetAsync(context, get)),
        SetMetadataCommand set => Done(MetadataHandler.Set(context, set)),
        GetQuotaCommand quota => Wrap(QuotaHandler.GetAsync(context, quota)),
        GetQuotaRootCommand roots => Wrap(QuotaHandler.GetRootAsync(context, roots)),
        SubscribeCommand subscribe => Done(MailboxCommands.Subscribe(context, subscribe)),
        UnsubscribeCommand unsubscribe => Done(MailboxCommands.Unsubscribe(context, unsubscribe)),
        AppendCommand append => Done(AppendHandler.Run(context, append)),
        NotifyCommand notify => Wrap(NotifyHandler.RunAsync(context, notify)),
        SimpleCommand when command == SimpleCommand.Namespace => Wrap(ConnectionCommands.NamespaceAsync(context)),
        SimpleCommand when command == SimpleCommand.Idle => IdleHandler.RunAsync(context),
        _ => null,
    };

    private static async Task<Answer?> SelectedAsync(SessionContext context, MailboxView view, Command command, string tag) => command switch
    {
        UidFetchCommand fetch => await FetchHandler.RunAsync(context, view, fetch).ConfigureAwait(false),
        UidSearchCommand search => await SearchHandler.RunAsync(context, view, search, tag).ConfigureAwait(false),
        UidSortCommand sort => await SortHandler.RunAsync(context, view, sort, tag).ConfigureAwait(false),
        UidThreadCommand thread => await SortHandler.RunAsync(context, view, thread).ConfigureAwait(false),
        UidStoreCommand store => await StoreHandler.RunAsync(context, view, store).ConfigureAwait(false),
        UidCopyCommand copy => await CopyHandler.RunAsync(context, view, copy.Uids, copy.ByUid, copy.Mailbox, move: false).ConfigureAwait(false),
        UidMoveCommand move => await CopyHandler.RunAsync(context, view, move.Uids, move.ByUid, move.Mailbox, move: true).ConfigureAwait(false),
        UidStoreLabelsCommand labels => await LabelHandler.RunAsync(context, view, labels).ConfigureAwait(false),
        UidReplaceCommand replace => await ReplaceHandler.RunAsync(context, view, replace).ConfigureAwait(false),
        UidExpungeCommand expunge => ExpungeHandler.Some(context, view, expunge),
        SimpleCommand when command == SimpleCommand.Expunge => ExpungeHandler.All(context, view),
        SimpleCommand when command == SimpleCommand.Close => SelectHandler.Close(context),
        SimpleCommand when command == SimpleCommand.Unselect => SelectHandler.Unselect(context),
        SimpleCommand when command == SimpleCommand.Check => Answer.Ok("CHECK completed"),
        _ => Answer.Bad("The command isn't known here"),
    };

    private static Task<Answer?> Done(Answer answer) => Task.FromResult<Answer?>(answer);

    private static async Task<Answer?> Wrap(Task<Answer> running) => await running.ConfigureAwait(false);
}
