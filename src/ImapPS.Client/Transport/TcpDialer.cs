using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Transport;

/// <summary>
/// Opens TCP connections as RFC 8305 ("Happy Eyeballs") tells: the addresses of both families in turn, each a short time
/// after the one before or as soon as that fails; the first that stands is taken, the others are closed.
/// </summary>
/// <param name="resolver">Looks names up.</param>
/// <param name="connect">Connects to one address; null for a TCP socket.</param>
/// <param name="stagger">Between two attempts (RFC 8305 section 5, "Connection Attempt Delay"); null for 250 ms.</param>
public sealed class TcpDialer(IHostResolver resolver, AddressConnector? connect = null, TimeSpan? stagger = null)
{
    /// <summary>RFC 8305 section 8 recommends it.</summary>
    public static readonly TimeSpan DefaultStagger = TimeSpan.FromMilliseconds(250);

    private readonly AddressConnector _connect = connect ?? ConnectSocketAsync;
    private readonly TimeSpan _stagger = stagger ?? DefaultStagger;

    /// <summary>With the platform's resolver and sockets.</summary>
    public static TcpDialer Default { get; } = new(SystemHostResolver.Instance);

    /// <param name="host">A host name or an IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="timeout">For the whole of it, name look-up included.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ImapException">HostNotFound, ConnectionRefused, ConnectTimeout or ConnectionFailed.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var failures = new List<KeyValuePair<IPAddress, SocketException>>();
        IReadOnlyList<IPAddress> addresses = [];
        try
        {
            addresses = AddressOrder.Interleave(await resolver.ResolveAsync(host, limit.Token).ConfigureAwait(false));
            if (await RaceAsync(addresses, port, failures, limit.Token).ConfigureAwait(false) is { } socket)
                return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var tried = addresses.Count > 1 ? " on any of its addresses" : "";
            throw new ImapException(ImapError.ConnectTimeout, $"No connection to {host} port {port}{tried} within {timeout.TotalSeconds:0.#} seconds.")
            {
                Hint = addresses.Count == 0
                    ? "The name look-up did not end: this machine's name servers may be out of reach."
                    : "A firewall may drop the connection, or the port is wrong. IMAP uses 993 (implicit TLS) and 143 (STARTTLS).",
            };
        }

        throw Describe(host, port, failures);
    }

    /// <returns>Null if every address failed.</returns>
    private async Task<Socket?> RaceAsync(IReadOnlyList<IPAddress> addresses, int port, List<KeyValuePair<IPAddress, SocketException>> failures, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Dictionary<Task<Socket>, IPAddress>();
        var next = 0;
        try
        {
            while (next < addresses.Count || running.Count > 0)
            {
                if (next < addresses.Count)
                {
                    running.Add(_connect(new IPEndPoint(addresses[next], port), end.Token), addresses[next]);
                    next++;
                }

                if (await FirstAsync(running.Keys, next < addresses.Count, end.Token).ConfigureAwait(false) is not { } done)
                    continue;
                var address = running[done];
                running.Remove(done);
                try
                {
                    return await done.ConfigureAwait(false);
                }
                catch (SocketException e)
                {
                    failures.Add(new KeyValuePair<IPAddress, SocketException>(address, e));
                }
            }

            return null;
        }
        finally
        {
            end.Cancel();
            foreach (var loser in running.Keys)
                await CloseAsync(loser).ConfigureAwait(false);
        }
    }

    /// <returns>The attempt that ended first; null once it is time for the next one.</returns>
    private async Task<Task<Socket>?> FirstAsync(IEnumerable<Task<Socket>> running, bool more, CancellationToken cancellationToken)
    {
        var any = Task.WhenAny(running);
        if (!more)
            return await any.ConfigureAwait(false);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(_stagger, waiting.Token);
        var first = await Task.WhenAny(any, pause).ConfigureAwait(false);
        waiting.Cancel();
        if (first == any)
            return await any.ConfigureAwait(false);
        await pause.ConfigureAwait(false);
        return null;
    }

    private static async Task CloseAsync(Task<Socket> loser)
    {
        try
        {
            (await loser.ConfigureAwait(false)).Dispose();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // It was told to end; how it ended is of no interest, as another one won or the cause is known.
        }
    }

    private static ImapException Describe(string host, int port, List<KeyValuePair<IPAddress, SocketException>> failures)
    {
        if (failures.Count == 0)
            return new ImapException(ImapError.ConnectionFailed, $"No connection to {host} port {port}: the name has no usable address.");
        var cause = failures[0].Value;
        if (failures.TrueForAll(static f => f.Value.SocketErrorCode == SocketError.ConnectionRefused))
            return new ImapException(ImapError.ConnectionRefused, $"{host} refused the connection on port {port}: nothing listens there.", cause);
        var causes = failures.Count == 1
            ? cause.Message
            : string.Join("; ", failures.Take(8).Select(static f => $"{f.Key}: {f.Value.Message}"));
        return new ImapException(ImapError.ConnectionFailed, $"No connection to {host} port {port}: {causes}", cause);
    }

    private static async Task<Socket> ConnectSocketAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        // A family that this machine lacks is one more address that failed, not the end of the others.
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
#if NET8_0_OR_GREATER
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
#else
            await Abandonable.WaitAsync(socket.ConnectAsync(endpoint), cancellationToken).ConfigureAwait(false);
#endif
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
