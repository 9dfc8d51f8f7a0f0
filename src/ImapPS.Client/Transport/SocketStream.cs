using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Transport;

/// <summary>A TCP connection's stream that knows where it leads.</summary>
internal sealed class SocketStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
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
