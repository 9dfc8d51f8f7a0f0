using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Transport;

/// <summary>Connects to one address. A seam: tests stand in for addresses that no machine may reach.</summary>
/// <exception cref="SocketException">It did not work.</exception>
public delegate Task<Socket> AddressConnector(IPEndPoint endpoint, CancellationToken cancellationToken);
