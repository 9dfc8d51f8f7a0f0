using System.Net;
using System.Net.Sockets;

namespace ImapPS;

/// <summary>With what .NET Framework's own lacks: an end by using, and by a token.</summary>
internal sealed class TcpListener(IPAddress address, int port) : System.Net.Sockets.TcpListener(address, port), IDisposable
{
    public async Task<TcpClient> AcceptTcpClientAsync(CancellationToken cancellationToken) => await AcceptTcpClientAsync().WaitAsync(cancellationToken);

    public void Dispose() => Stop();
}
