using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>GETMETADATA and SETMETADATA of mailboxes (RFC 5464); the entry /private/specialuse is the special use (RFC 6154 section 4).</summary>
internal static class MetadataHandler
{
    private const string SpecialUse = "/private/specialuse";

    public static async Task<Answer> GetAsync(SessionContext context, GetMetadataCommand command)
    {
        if (!context.Offers("METADATA"))
            return Answer.NotOffered("METADATA");
        if (command.Mailbox is null || !context.Store.TryGet(command.Mailbox, out var mailbox))
            return Answer.No("There is no such mailbox", "NONEXISTENT");
        var entries = command.Entries.Select(e => new KeyValuePair<string, string?>(e, Value(mailbox, e))).ToArray();
        await context.Output.WriteAsync(new MetadataResponse(command.Mailbox, entries)).ConfigureAwait(false);
        return Answer.Ok("GETMETADATA completed");
    }

    public static Answer Set(SessionContext context, SetMetadataCommand command)
    {
        if (!context.Offers("METADATA"))
            return Answer.NotOffered("METADATA");
        if (command.Mailbox is null || !context.Store.TryGet(command.Mailbox, out var mailbox))
            return Answer.No("There is no such mailbox", "NONEXISTENT");
        if (mailbox.IsReadOnly)
            return Answer.No("The mailbox can't be changed", "NOPERM");
        // All or nothing: the uses are looked at before anything is set.
        foreach (var (entry, value) in command.Entries.Select(static e => (e.Key, e.Value)))
        {
            if (IsSpecialUse(entry) && value is { Length: > 0 } && !SpecialUseHandler.CanHave(context.Store, mailbox, value))
                return Answer.No("The mailbox can't have that special use", "USEATTR");
        }

        foreach (var (entry, value) in command.Entries.Select(static e => (e.Key, e.Value)))
        {
            if (IsSpecialUse(entry))
                mailbox.SpecialUse = string.IsNullOrEmpty(value) ? null : value;
            else if (value is null)
                mailbox.Metadata.TryRemove(entry, out _);
            else
                mailbox.Metadata[entry] = value;
        }

        return Answer.Ok("SETMETADATA completed");
    }

    private static bool IsSpecialUse(string entry) => string.Equals(entry, SpecialUse, StringComparison.OrdinalIgnoreCase);

    private static string? Value(LoopbackMailbox mailbox, string entry) =>
        IsSpecialUse(entry) ? mailbox.SpecialUse : mailbox.Metadata.TryGetValue(entry, out var value) ? value : null;
}
