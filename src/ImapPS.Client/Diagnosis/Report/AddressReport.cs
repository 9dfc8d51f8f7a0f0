using System.Globalization;

namespace ImapPS.Client.Diagnosis;

/// <summary>Whether one address of the server can be reached on one port.</summary>
/// <param name="Address">The IP address.</param>
/// <param name="Family">IPv4 or IPv6.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="Reachability">What became of the connection.</param>
/// <param name="ConnectTime">How long it took to stand, or to fail.</param>
/// <param name="Problem">Why it failed; empty if it didn't.</param>
public sealed record AddressReport(string Address, string Family, int Port, Reachability Reachability, TimeSpan ConnectTime, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0} port {1}: {2} ({3:0.0} ms)", Address, Port, Reachability, ConnectTime.TotalMilliseconds);
}
