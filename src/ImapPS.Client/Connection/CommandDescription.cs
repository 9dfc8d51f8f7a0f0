using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Connection;

/// <summary>A command in words for who wants to know what is done: what is sent, and why it is this and not another.</summary>
internal static class CommandDescription
{
    private const int MaxText = 200;

    public static string Of(Command command, CapabilitySet capabilities)
    {
        var reason = Reason(command, capabilities);
        return SafeText.Clean(Text(command), MaxText) + (reason is null ? "" : $" ({reason})");
    }

    private static string Text(Command command)
    {
        try
        {
            using var encoded = command.Encode("T");
            return encoded.Trace.Substring("T ".Length);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It can't be written, which sending it reports.
            return command.Name;
        }
    }

    private static string? Reason(Command command, CapabilitySet capabilities) => command switch
    {
        UidMoveCommand => "in one step: the server offers MOVE",
        UidReplaceCommand => "in one step: the server offers REPLACE",
        UidExpungeCommand => "these alone of what is marked: the server offers UIDPLUS",
        UidStoreCommand { Mode: StoreMode.Add } store when store.Flags.Has(SystemFlags.Deleted) =>
            capabilities.Contains("MOVE") ? "marked, to be removed" : "marked, to be removed: the server does not offer MOVE",
        UidSortCommand => "the server sorts: it offers SORT",
        UidThreadCommand => "the server threads: it offers THREAD",
        MultiSearchCommand => "several mailboxes at once: the server offers MULTISEARCH",
        UidSearchCommand => capabilities.Contains("ESEARCH") ? "answered in brief: the server offers ESEARCH" : "the server does not offer ESEARCH: each message is listed",
        ListCommand { ReturnStatus: not null } => "numbers of all mailboxes at once: the server offers LIST-STATUS",
        StatusCommand => "one mailbox, without opening it",
        SelectCommand { ReadOnly: true } => "opened for reading: nothing is changed",
        SelectCommand => "opened for changes",
        EnableCommand => "the server offers them, and asks for this first",
        CompressCommand => "fewer octets on the way",
        _ when command == SimpleCommand.Idle => "to hear of changes as they happen: the server offers IDLE",
        _ when command == SimpleCommand.StartTls => "TLS, before anything else is said",
        _ when command == SimpleCommand.Capability => "what the server can do now",
        _ when command == SimpleCommand.Namespace => "where mailboxes are, and what separates their levels",
        _ => null,
    };
}
