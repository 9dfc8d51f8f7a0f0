using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Diagnosis;

/// <summary>Looks a name up, and connects to each of its addresses at once.</summary>
internal static class AddressProbe
{
    /// <summary>A name with more addresses than this is tested at the first ones.</summary>
    private const int MaxAddresses = 16;

    /// <exception cref="ImapException">HostNotFound.</exception>
    public static async Task<IPAddress[]> ResolveAsync(DiagnosisRequest request, CancellationToken cancellationToken) =>
        (await request.Resolver.ResolveAsync(request.Host, cancellationToken).ConfigureAwait(false)).Distinct().Take(MaxAddresses).ToArray();

    /// <summary>Connects, for a step that follows.</summary>
    public static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using (cancellationToken.Register(socket.Dispose))
                await Abandonable.WaitAsync(socket.ConnectAsync(new IPEndPoint(address, port)), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether one address answers. Only cancellation by <paramref name="user"/> makes it throw.</summary>
    public static async Task<AddressReport> TryAsync(IPAddress address, int port, CancellationToken limit, CancellationToken user)
    {
        var family = address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
        var clock = Stopwatch.StartNew();
        try
        {
            (await ConnectAsync(address, port, limit).ConfigureAwait(false)).Dispose();
            return new AddressReport(address.ToString(), family, port, Reachability.Reachable, clock.Elapsed, "");
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            user.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
                return new AddressReport(address.ToString(), family, port, Reachability.NoAnswer, clock.Elapsed, "no answer in time");
            var (reachability, problem) = Describe(e as SocketException, family);
            return new AddressReport(address.ToString(), family, port, reachability, clock.Elapsed, problem);
        }
    }

    private static (Reachability Reachability, string Problem) Describe(SocketException? error, string family) => error?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => (Reachability.Refused, "the connection was refused: nothing listens there"),
        SocketError.TimedOut => (Reachability.NoAnswer, "no answer in time"),
        SocketError.AddressFamilyNotSupported or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable =>
            (Reachability.NotTestable, $"this machine has no way to {family} addresses like that"),
        _ => (Reachability.Failed, SafeText.Clean(error?.Message)),
    };
}
