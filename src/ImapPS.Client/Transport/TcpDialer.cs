using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Transport;

/// <summary>Opens TCP connections: each address of the host in turn, IPv6 and IPv4 alike.</summary>
public static class TcpDialer
{
    /// <param name="host">A host name or an IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="timeout">For the whole of it, name look-up included.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ImapException">HostNotFound, ConnectionRefused, ConnectTimeout or ConnectionFailed.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        Exception? first = null;
        try
        {
            foreach (var address in await ResolveAsync(host, limit.Token).ConfigureAwait(false))
            {
                try
                {
                    return await ConnectAsync(address, port, limit.Token).ConfigureAwait(false);
                }
                catch (SocketException e)
                {
                    first ??= e;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImapException(ImapError.ConnectTimeout, $"No connection to {host} port {port} within {timeout.TotalSeconds:0.#} seconds.")
            {
                Hint = "A firewall may drop the connection, or the port is wrong. IMAP uses 993 (implicit TLS) and 143 (STARTTLS).",
            };
        }

        throw Describe(host, port, first);
    }

    private static ImapException Describe(string host, int port, Exception? cause)
    {
        var code = (cause as SocketException)?.SocketErrorCode;
        return code == SocketError.ConnectionRefused
            ? new ImapException(ImapError.ConnectionRefused, $"{host} refused the connection on port {port}: nothing listens there.", cause)
            : new ImapException(ImapError.ConnectionFailed, $"No connection to {host} port {port}: {cause?.Message ?? "the name has no usable address"}", cause);
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
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
            var addresses = await Abandonable(lookup, cancellationToken).ConfigureAwait(false);
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

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
#if NET8_0_OR_GREATER
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
#else
            await Abandonable(socket.ConnectAsync(new IPEndPoint(address, port)), cancellationToken).ConfigureAwait(false);
#endif
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

#if NETSTANDARD2_0
    private static async Task Abandonable(Task task, CancellationToken cancellationToken) =>
        await Abandonable(Wrap(task), cancellationToken).ConfigureAwait(false);

    private static async Task<bool> Wrap(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
#endif

    /// <summary>Stops waiting at cancellation for something that can't be cancelled itself.</summary>
    private static async Task<T> Abandonable<T>(Task<T> task, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken)))
        {
            var first = await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
            if (first != task)
                _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return await first.ConfigureAwait(false);
        }
    }
}
