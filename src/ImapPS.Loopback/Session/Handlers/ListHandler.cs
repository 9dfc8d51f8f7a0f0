using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>LIST, plain and extended, and LSUB (RFC 9051 section 6.3.9, RFC 3501 section 6.3.9).</summary>
internal sealed class ListHandler
{
    private readonly SessionContext _context;
    private readonly ListCommand _command;
    private readonly LoopbackStore _store;
    private readonly ListPattern[] _patterns;
    private readonly HashSet<MailboxName> _subscriptions;
    private readonly HashSet<string> _parents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aboveSubscribed = new(StringComparer.Ordinal);

    private ListHandler(SessionContext context, ListCommand command)
    {
        _context = context;
        _command = command;
        _store = context.Store;
        _patterns = command.Patterns.Select(p => new ListPattern(command.Reference + p, _store.Delimiter)).ToArray();
        _subscriptions = [.. _store.Subscriptions];

        // Once for all mailboxes: looking for each one's children would take the square of their number.
        foreach (var mailbox in _store.Mailboxes)
            AddLevelsAbove(mailbox.Name, _parents);
        foreach (var name in _subscriptions)
            AddLevelsAbove(name.Name, _aboveSubscribed);
    }

    public static async Task<Answer> RunAsync(SessionContext context, ListCommand command)
    {
        if (Refusal(context, command) is { } refusal)
            return refusal;
        if (command.Patterns.Count == 1 && command.Patterns[0].Length == 0)
        {
            // RFC 9051 section 6.3.9: an empty pattern asks for the delimiter.
            await context.Output.WriteAsync(new ListResponse(command.Lsub, ["\\Noselect"], context.Store.Delimiter, MailboxName.FromWire(default, false))).ConfigureAwait(false);
            return Answer.Ok(command.Name + " completed");
        }

        var handler = new ListHandler(context, command);
        await (command.Lsub ? handler.LsubAsync() : handler.ListAsync()).ConfigureAwait(false);
        return Answer.Ok(command.Name + " completed");
    }

    private static Answer? Refusal(SessionContext context, ListCommand command)
    {
        var extended = (command.Selection & ~ListSelection.SpecialUse) != 0 || (command.Return & ~ListReturn.SpecialUse) != 0 || command.Patterns.Count > 1;
        if (extended && !context.Offers("LIST-EXTENDED"))
            return Answer.NotOffered("LIST-EXTENDED");
        if (((command.Selection & ListSelection.SpecialUse) != 0 || (command.Return & ListReturn.SpecialUse) != 0) && !context.Offers("SPECIAL-USE"))
            return Answer.NotOffered("SPECIAL-USE");
        if (command.ReturnStatus is not { } items)
            return null;
        return context.Offers("LIST-STATUS") ? StatusHandler.Refusal(context, items) : Answer.NotOffered("LIST-STATUS");
    }

    private async Task ListAsync()
    {
        var subscribed = (_command.Selection & ListSelection.Subscribed) != 0;
        var recursive = (_command.Selection & ListSelection.RecursiveMatch) != 0;
        foreach (var mailbox in _store.Mailboxes)
        {
            if (!Matches(mailbox.Name) || ((_command.Selection & ListSelection.SpecialUse) != 0 && mailbox.SpecialUse is null))
                continue;
            var below = recursive && subscribed && _aboveSubscribed.Contains(mailbox.Name);
            if (subscribed && !below && !_subscriptions.Contains(mailbox.MailboxName))
                continue;
            await WriteAsync(mailbox, below ? ["SUBSCRIBED"] : null).ConfigureAwait(false);
        }

        if (!subscribed || (_command.Selection & ListSelection.SpecialUse) != 0)
            return;
        foreach (var name in _store.Subscriptions)
        {
            if (Matches(name.Name) && !_store.TryGet(name, out _))
                await _context.Output.WriteAsync(new ListResponse(false, ["\\Subscribed", "\\NonExistent"], _store.Delimiter, name)).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(LoopbackMailbox mailbox, IReadOnlyList<string>? childInfo)
    {
        await _context.Output.WriteAsync(new ListResponse(false, Attributes(mailbox), _store.Delimiter, mailbox.MailboxName, null, childInfo)).ConfigureAwait(false);
        if (_command.ReturnStatus is { } items && !mailbox.IsContainer)
            await _context.Output.WriteAsync(StatusHandler.Compute(mailbox, items, _context.Options.MaxMessageSize)).ConfigureAwait(false);
    }

    private List<string> Attributes(LoopbackMailbox mailbox)
    {
        var attributes = new List<string>();
        if (mailbox.IsContainer)
            attributes.Add("\\Noselect");
        if (_context.Offers("CHILDREN") || (_command.Return & ListReturn.Children) != 0)
            attributes.Add(_parents.Contains(mailbox.Name) ? "\\HasChildren" : "\\HasNoChildren");
        if (mailbox.SpecialUse is { } use && _context.Offers("SPECIAL-USE"))
            attributes.Add(use);
        var tellsSubscribed = (_command.Return & ListReturn.Subscribed) != 0 || (_command.Selection & ListSelection.Subscribed) != 0;
        if (tellsSubscribed && _subscriptions.Contains(mailbox.MailboxName))
            attributes.Add("\\Subscribed");
        return attributes;
    }

    /// <summary>Subscribed names; and where % stops above one, the level there as \Noselect.</summary>
    private async Task LsubAsync()
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _store.Subscriptions)
        {
            if (Matches(name.Name))
            {
                if (told.Add(name.Name))
                    await _context.Output.WriteAsync(new ListResponse(true, [], _store.Delimiter, name)).ConfigureAwait(false);
                continue;
            }

            for (var at = name.Name.IndexOf(_store.Delimiter); at > 0; at = name.Name.IndexOf(_store.Delimiter, at + 1))
            {
                var above = name.Name.Substring(0, at);
                if (Matches(above) && !_subscriptions.Contains(MailboxName.Create(above)) && told.Add(above))
                    await _context.Output.WriteAsync(new ListResponse(true, ["\\Noselect"], _store.Delimiter, MailboxName.Create(above))).ConfigureAwait(false);
            }
        }
    }

    private bool Matches(string name)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(name))
                return true;
        }

        return false;
    }

    private void AddLevelsAbove(string name, HashSet<string> levels)
    {
        for (var at = name.IndexOf(_store.Delimiter); at > 0; at = name.IndexOf(_store.Delimiter, at + 1))
            levels.Add(name.Substring(0, at));
    }
}
