using System.Net;

namespace ImapPS.Client.Transport;

/// <summary>Looks host names up. A seam: tests answer with addresses of their own.</summary>
public interface IHostResolver
{
    /// <summary>The host's addresses in the order of preference (RFC 6724), IPv6 and IPv4 together.</summary>
    /// <exception cref="ImapException">HostNotFound.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
