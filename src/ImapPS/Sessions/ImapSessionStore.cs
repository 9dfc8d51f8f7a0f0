using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;

namespace ImapPS.Sessions;

/// <summary>The sessions that were connected in one runspace, oldest first. They are closed when it ends.</summary>
internal sealed class ImapSessionStore
{
    private static readonly ConcurrentDictionary<Guid, ImapSessionStore> Stores = new();

    private readonly object _gate = new();
    private readonly List<ImapSession> _sessions = [];

    /// <summary>How long the servers may take to say goodbye when a runspace ends. A seam: on a busy machine a test has more time.</summary>
    public static TimeSpan ClosingTime { get; internal set; } = TimeSpan.FromSeconds(1);

    /// <summary>That of the runspace that the calling thread works for.</summary>
    public static ImapSessionStore Current => Of(Runspace.DefaultRunspace);

    public IReadOnlyList<ImapSession> Sessions
    {
        get
        {
            lock (_gate)
                return _sessions.ToArray();
        }
    }

    /// <summary>
    /// The one that was connected last; null if there is none. A broken one stays it until it is disconnected: falling back to
    /// another account unasked could touch the wrong mail.
    /// </summary>
    public ImapSession? Default
    {
        get
        {
            lock (_gate)
                return _sessions.Count == 0 ? null : _sessions[_sessions.Count - 1];
        }
    }

    public void Add(ImapSession session)
    {
        lock (_gate)
            _sessions.Add(session);
    }

    /// <summary>Forgets the session, in whichever runspace it was connected.</summary>
    public static void Remove(ImapSession session)
    {
        foreach (var store in Stores.Values)
        {
            lock (store._gate)
                store._sessions.Remove(session);
        }
    }

    /// <summary>The newest session of that name that is not broken, else the newest of that name.</summary>
    public ImapSession? Find(string name)
    {
        lock (_gate)
        {
            return _sessions.FindLast(s => s.IsOpen && Is(s, name))
                ?? _sessions.FindLast(s => Is(s, name));
        }

        static bool Is(ImapSession session, string name) =>
            string.Equals(session.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(session.ToString(), name, StringComparison.OrdinalIgnoreCase);
    }

    public ImapSession? Find(int id)
    {
        lock (_gate)
            return _sessions.Find(s => s.Id == id);
    }

    private static ImapSessionStore Of(Runspace? runspace)
    {
        if (runspace is null)
            return Stores.GetOrAdd(Guid.Empty, static _ => new ImapSessionStore());
        return Stores.GetOrAdd(runspace.InstanceId, _ =>
        {
            runspace.StateChanged += static (sender, e) => OnStateChanged((Runspace)sender!, e.RunspaceStateInfo.State);
            return new ImapSessionStore();
        });
    }

    private static void OnStateChanged(Runspace runspace, RunspaceState state)
    {
        if (state is not (RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken) || !Stores.TryRemove(runspace.InstanceId, out var store))
            return;
        // The process may end right after this: the servers are told, but not waited for at length.
        Task.WhenAll(store.Sessions.Select(static s => s.CloseAsync(ClosingTime))).Wait(ClosingTime + ClosingTime);
    }
}
