using System.Net;
using System.Net.Sockets;

namespace ImapPS;

/// <summary>Members of sockets that .NET Framework lacks and tests use.</summary>
internal static class NetworkMembers
{
    extension(Socket socket)
    {
        /// <summary>Only for whether it is closed.</summary>
        public (bool IsClosed, bool IsInvalid) SafeHandle
        {
            get
            {
                try
                {
                    _ = socket.Available;
                    return (false, false);
                }
                catch (ObjectDisposedException)
                {
                    return (true, true);
                }
            }
        }

        public ValueTask ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken) =>
            new(Task.Factory.FromAsync(socket.BeginConnect(endPoint, null, null), socket.EndConnect).WaitAsync(cancellationToken));

        public ValueTask ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken) =>
            socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
    }

    extension(TcpClient client)
    {
        public Task ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken) =>
            client.ConnectAsync(address, port).WaitAsync(cancellationToken);

        public Task ConnectAsync(string host, int port, CancellationToken cancellationToken) =>
            client.ConnectAsync(host, port).WaitAsync(cancellationToken);
    }
}
