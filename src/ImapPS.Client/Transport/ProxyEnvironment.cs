using System.Net;

namespace ImapPS.Client.Transport;

/// <summary>
/// The proxy that the environment names: ALL_PROXY, then HTTPS_PROXY, unless NO_PROXY excepts the host. Lower-case names
/// come first, as in other programs. The machine itself is never reached through a proxy.
/// </summary>
public static class ProxyEnvironment
{
    private static readonly string[] Names = ["all_proxy", "ALL_PROXY", "https_proxy", "HTTPS_PROXY"];

    /// <summary>Null for none.</summary>
    /// <exception cref="ImapException">InvalidArgument: a variable holds no proxy.</exception>
    public static ProxyAddress? For(string host, int port) => For(host, port, Environment.GetEnvironmentVariable);

    internal static ProxyAddress? For(string host, int port, Func<string, string?> variable)
    {
        foreach (var name in Names)
        {
            if (variable(name) is not { } value || string.IsNullOrWhiteSpace(value))
                continue;
            var exceptions = variable("no_proxy") ?? variable("NO_PROXY");
            return IsLocal(host) || NoProxyList.Contains(exceptions, host, port) ? null : ProxyAddress.Parse(value, $"The environment variable {name}");
        }

        return null;
    }

    private static bool IsLocal(string host) =>
        string.Equals(host.TrimEnd('.'), "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
