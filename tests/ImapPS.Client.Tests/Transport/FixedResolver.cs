using System.Net;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Tests.Transport;

/// <summary>Every name has these addresses.</summary>
internal sealed class FixedResolver(params string[] addresses) : IHostResolver
{
    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IPAddress>>(addresses.Select(IPAddress.Parse).ToArray());
}
