using System.Collections.Concurrent;
using ImapPS.Client;
using ImapPS.Client.Connection;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Sessions;

/// <summary>
/// What mailbox names mean on one server. "/" parts levels whatever the server's delimiter is, and the prefix of the user's
/// own mailboxes may be left out; a name that the server itself gave is taken as it is.
/// </summary>
internal sealed class MailboxNames(Client.Session.ImapSession engine)
{
    private readonly ConcurrentDictionary<string, MailboxName> _known = new(StringComparer.Ordinal);
    private MailboxHierarchy? _hierarchy;

    /// <summary>A name that the server gave.</summary>
    public void Remember(MailboxName name) => _known[name.Name] = name;

    /// <summary>The mailbox that a person means.</summary>
    /// <exception cref="ImapException">InvalidArgument: it can't be a name.</exception>
    public async Task<MailboxName> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known))
            return known;
        var given = Create(name);
        return given.IsInbox ? given : Create((await GetHierarchyAsync(cancellationToken).ConfigureAwait(false)).ToServer(name));
    }

    /// <summary>How names are built here; asked for once.</summary>
    public async Task<MailboxHierarchy> GetHierarchyAsync(CancellationToken cancellationToken)
    {
        if (_hierarchy is { } known)
            return known;
        var sink = new NamespaceSink();
        if (engine.Capabilities.Namespace)
            await engine.Connection.ExecuteAsync(SimpleCommand.Namespace, sink, null, cancellationToken).ConfigureAwait(false);
        if (sink.Namespaces is null)
            await engine.Connection.ExecuteAsync(new ListCommand("", [""]), sink, CommandTraits.Class("LIST"), cancellationToken).ConfigureAwait(false);
        return _hierarchy = sink.Namespaces is { } namespaces ? From(namespaces) : new MailboxHierarchy(sink.Delimiter, "", []);
    }

    private static MailboxHierarchy From(NamespaceResponse namespaces)
    {
        var own = namespaces.Personal.Count > 0 ? namespaces.Personal[0] : null;
        var others = namespaces.Personal.Skip(1).Concat(namespaces.OtherUsers).Concat(namespaces.Shared).Select(static n => n.PrefixText).Where(static p => p.Length > 0).ToArray();
        return new MailboxHierarchy(own?.Delimiter, own?.PrefixText ?? "", others);
    }

    private static MailboxName Create(string name)
    {
        try
        {
            return MailboxName.Create(name);
        }
        catch (ArgumentException e)
        {
            throw new ImapException(ImapError.InvalidArgument, Strings.Format(ErrorIds.InvalidMailbox, SafeText.Clean(name), Strings.Plain(e)), e);
        }
    }
}
