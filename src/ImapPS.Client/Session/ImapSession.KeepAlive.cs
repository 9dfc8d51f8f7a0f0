using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Session;

/// <content>
/// A NOOP now and then while nothing else is sent: servers log out who is silent for half an hour (RFC 9051 section 5.4),
/// the routers between forget a silent connection sooner, and a peer that died is found out by the answer that doesn't come.
/// </content>
public sealed partial class ImapSession
{
    private Timer? _keepAlive;

    private void KeepAlive(TimeSpan interval)
    {
        if (interval > TimeSpan.Zero)
        {
            // Half of it: what was said right after one look is old enough at the second look from then.
            var half = TimeSpan.FromTicks(interval.Ticks / 2);
            _keepAlive = new Timer(_ => TouchServer(half), null, half, half);
        }
    }

    private void StopKeepingAlive() => Interlocked.Exchange(ref _keepAlive, null)?.Dispose();

    private void TouchServer(TimeSpan silence)
    {
        var connection = Connection;
        if (!connection.IsQuietFor(silence))
            return;
        try
        {
            connection.Enqueue(SimpleCommand.Noop);
        }
        catch (ImapException)
        {
            // The connection ended at this moment. Whoever uses it next is told why, or connects again.
        }
    }
}
