using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Transport;

/// <summary>The platform's resolver. A literal address is taken as it is.</summary>
public sealed class SystemHostResolver : IHostResolver
{
    public static SystemHostResolver Instance { get; } = new();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
#if NET8_0_OR_GREATER
            var lookup = Dns.GetHostAddressesAsync(host, cancellationToken);
#else
            var lookup = Dns.GetHostAddressesAsync(host);
#endif
            // A look-up in the system's resolver does not always end when it is told to.
            var addresses = await Abandonable.WaitAsync(lookup, cancellationToken).ConfigureAwait(false);
            if (addresses.Length > 0)
                return addresses;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new ImapException(ImapError.HostNotFound, $"The host name '{SafeText.Clean(host, 255)}' can't be found.", e)
            {
                Hint = "Check the spelling, and that this machine can look up names.",
            };
        }

        throw new ImapException(ImapError.HostNotFound, $"The host name '{SafeText.Clean(host, 255)}' has no address.");
    }
}
