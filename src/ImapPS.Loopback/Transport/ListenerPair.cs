using System.Net;
using System.Net.Sockets;

namespace ImapPS.Loopback.Transport;

/// <summary>One port on 127.0.0.1, and on ::1 where there is IPv6.</summary>
internal sealed class ListenerPair : IDisposable
{
    private const int Attempts = 20;

    private readonly Socket _v4;
    private readonly Socket? _v6;

    private ListenerPair(Socket v4, Socket? v6)
    {
        _v4 = v4;
        _v6 = v6;
        Port = ((IPEndPoint)v4.LocalEndPoint!).Port;
    }

    public int Port { get; }

    /// <summary>Listens on that port, or on a free one for 0.</summary>
    /// <exception cref="SocketException">The port is in use.</exception>
    public static ListenerPair Listen(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var v4 = Bind(AddressFamily.InterNetwork, IPAddress.Loopback, port);
            if (!Socket.OSSupportsIPv6)
                return new ListenerPair(v4, null);
            try
            {
                return new ListenerPair(v4, Bind(AddressFamily.InterNetworkV6, IPAddress.IPv6Loopback, ((IPEndPoint)v4.LocalEndPoint!).Port));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && port == 0 && attempt < Attempts)
            {
                // Free on one of the two only: try another one.
                v4.Dispose();
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.AddressAlreadyInUse)
            {
                // IPv6 without its loopback address, as in many containers.
                return new ListenerPair(v4, null);
            }
            catch (SocketException)
            {
                v4.Dispose();
                throw;
            }
        }
    }

    /// <summary>Accepts connections until the listener is disposed.</summary>
    public Task AcceptAsync(Action<Socket> accepted) =>
        Task.WhenAll(AcceptAsync(_v4, accepted), _v6 is null ? Task.CompletedTask : AcceptAsync(_v6, accepted));

    public void Dispose()
    {
        _v4.Dispose();
        _v6?.Dispose();
    }

    private static Socket Bind(AddressFamily family, IPAddress address, int port)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(512);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task AcceptAsync(Socket listener, Action<Socket> accepted)
    {
        while (true)
        {
            try
            {
                var socket = await listener.AcceptAsync().ConfigureAwait(false);
                socket.NoDelay = true;
                accepted(socket);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // A client that left before it was let in; the next one is served.
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // The listener was disposed.
                return;
            }
        }
    }
}
