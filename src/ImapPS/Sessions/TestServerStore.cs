using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;

namespace ImapPS.Sessions;

/// <summary>The test servers that were started in one runspace. They are stopped when it ends, and with the process at the latest.</summary>
internal sealed class TestServerStore
{
    private static readonly TimeSpan StoppingTime = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<Guid, TestServerStore> Stores = new();

    private readonly List<ImapTestServer> _servers = [];

    // What a process leaves behind is the file with the certificate; a host that ends without closing its runspaces leaves it too.
    static TestServerStore() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var store in Stores.Values)
            store.StopAll();
    };

    /// <summary>That of the runspace that the calling thread works for.</summary>
    public static TestServerStore Current
    {
        get
        {
            if (Runspace.DefaultRunspace is not { } runspace)
                return Stores.GetOrAdd(Guid.Empty, static _ => new TestServerStore());
            return Stores.GetOrAdd(runspace.InstanceId, _ =>
            {
                runspace.StateChanged += static (sender, e) => OnStateChanged((Runspace)sender!, e.RunspaceStateInfo.State);
                return new TestServerStore();
            });
        }
    }

    public IReadOnlyList<ImapTestServer> All
    {
        get
        {
            lock (_servers)
                return _servers.ToArray();
        }
    }

    public void Add(ImapTestServer server)
    {
        lock (_servers)
            _servers.Add(server);
    }

    /// <summary>Stops a server, in whichever runspace it was started; one that was stopped already stays so.</summary>
    public static Task StopAsync(ImapTestServer server) => Stores.Values.Any(s => s.Remove(server)) ? server.StopAsync() : Task.CompletedTask;

    private bool Remove(ImapTestServer server)
    {
        lock (_servers)
            return _servers.Remove(server);
    }

    /// <summary>At the end there is nobody left to be told if one can't be stopped.</summary>
    private void StopAll() => Task.WaitAny(Task.WhenAll(All.Select(StopAsync)), Task.Delay(StoppingTime));

    private static void OnStateChanged(Runspace runspace, RunspaceState state)
    {
        if (state is not (RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken) || !Stores.TryGetValue(runspace.InstanceId, out var store))
            return;
        store.StopAll();
        Stores.TryRemove(runspace.InstanceId, out _);
    }
}
