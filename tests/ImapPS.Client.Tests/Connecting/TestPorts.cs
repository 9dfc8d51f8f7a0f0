using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Tests.Connecting;

internal static class TestPorts
{
    private static readonly ConcurrentBag<Socket> Held = [];

    /// <summary>A port on which nothing listens. It is bound as long as the tests run, so that nobody is given it meanwhile; a program that asks for it by number gets it.</summary>
    public static int Free()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Held.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
