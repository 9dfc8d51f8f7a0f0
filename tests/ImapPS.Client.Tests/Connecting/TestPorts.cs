using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Tests.Connecting;

internal static class TestPorts
{
    /// <summary>A port on which nothing listens.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
