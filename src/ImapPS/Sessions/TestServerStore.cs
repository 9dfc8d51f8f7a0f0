namespace ImapPS.Sessions;

/// <summary>The test servers that run in this process.</summary>
internal static class TestServerStore
{
    private static readonly List<ImapTestServer> Servers = [];

    public static IReadOnlyList<ImapTestServer> All
    {
        get
        {
            lock (Servers)
                return Servers.ToArray();
        }
    }

    public static void Add(ImapTestServer server)
    {
        lock (Servers)
            Servers.Add(server);
    }

    /// <summary>Stops a server; one that was stopped already stays so.</summary>
    public static async Task StopAsync(ImapTestServer server)
    {
        lock (Servers)
        {
            if (!Servers.Remove(server))
                return;
        }

        server.IsRunning = false;
        await server.Engine.DisposeAsync().ConfigureAwait(false);
        if (server.CertificateAuthority is { } file)
            File.Delete(file);
    }
}
