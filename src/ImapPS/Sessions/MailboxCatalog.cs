using System.Diagnostics;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Session;

namespace ImapPS.Sessions;

/// <summary>
/// The mailboxes of a session as it knows them, for those who can't wait: completion runs while a person types. The server
/// is asked now and then, once at a time, and what it has not answered in time is there the next time.
/// </summary>
internal sealed class MailboxCatalog(Client.Session.ImapSession engine, MailboxNames names)
{
    /// <summary>How long a person who types waits without noticing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly Stopwatch _age = new();
    private IReadOnlyList<(string Name, string Tip)> _listed = [];
    private Task? _listing;

    /// <summary>Their names, each with a word on it, in order.</summary>
    /// <param name="patience">How long the server may take.</param>
    public IReadOnlyList<(string Name, string Tip)> Get(TimeSpan patience)
    {
        Refresh()?.Wait(patience);
        IReadOnlyList<(string Name, string Tip)> listed;
        lock (_gate)
            listed = _listed;
        var there = new HashSet<string>(listed.Select(static m => m.Name), StringComparer.Ordinal);
        return listed.Concat(names.Known.Where(name => !there.Contains(name)).Select(static name => (name, name))).OrderBy(static m => m.Item1, StringComparer.OrdinalIgnoreCase).ToArray();
    }

    /// <summary>Asks the server, unless its last answer is fresh or still to come, or asking would have to connect again.</summary>
    /// <returns>The answer to wait for; null for none.</returns>
    private Task? Refresh()
    {
        lock (_gate)
        {
            if (_listing is { IsCompleted: false })
                return _listing;
            if ((_age.IsRunning && _age.Elapsed < Fresh) || engine.State is not (SessionState.Authenticated or SessionState.Selected))
                return null;
            _age.Restart();
            return _listing = Task.Run(ListAsync);
        }
    }

    private async Task ListAsync()
    {
        var found = new List<(string, string)>();
        try
        {
            await foreach (var mailbox in engine.EnumerateAsync(new MailboxQuery()).ConfigureAwait(false))
                found.Add((mailbox.Name.Name, Describe(mailbox)));
        }
        catch (ImapException)
        {
            // Nobody asked for this command, so nobody is told of its failure: that of the next command tells it.
            return;
        }

        lock (_gate)
            _listed = found;
    }

    private static string Describe(MailboxInfo mailbox) =>
        SafeText.Clean(mailbox.Name.Name) + (mailbox.SpecialUse is { } use ? $" (\\{use})" : "") + (mailbox.IsSelectable ? "" : ", which holds no messages");
}
