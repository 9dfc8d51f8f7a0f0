using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Transport;

/// <summary>A TCP connection's stream that knows where it leads.</summary>
internal sealed class SocketStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    /// <summary>
    /// Closes the connection by a reset. What the system still holds of what was written is dropped: closed in order, it would
    /// be sent for minutes yet, and a command could arrive and be carried out long after it was given up.
    /// </summary>
    public void Abort()
    {
        try
        {
            Socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
            return;
        }

        // Not the stream, which shuts down in order first.
        Socket.Dispose();
    }

    /// <summary>The address at the other end; null if the connection has gone.</summary>
    public IPAddress? RemoteAddress
    {
        get
        {
            try
            {
                return (Socket.RemoteEndPoint as IPEndPoint)?.Address;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }
}
