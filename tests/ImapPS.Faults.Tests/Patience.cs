using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;

namespace ImapPS.Faults.Tests;

/// <summary>
/// How long a session waits for a peer that may be dead: not long where one falls silent on order, since each such run waits so
/// long. But a busy machine is taken for a silent peer, too, and must not be so for ever: whoever connected again waits twice as
/// long as the time before, and until a fault may come there is patience.
/// </summary>
/// <param name="silence">How long a dead peer goes unnoticed; null where none is silent.</param>
internal sealed class Patience(TimeSpan? silence)
{
    private volatile ImapSession? _session;

    public ConnectionOptions Options => new ConnectionOptions().WithTimeout(silence ?? Form.Hang) with { ConnectTimeout = Form.Hang };

    /// <param name="request">With <see cref="Options"/>.</param>
    /// <param name="credentials">Whose session it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ImapSession> ConnectAsync(ConnectRequest request, LoginCredentials credentials, CancellationToken cancellationToken)
    {
        request = request with { Waiting = step => Connected(step.IsOver) };
        while (true)
        {
            try
            {
                var session = await ImapSession.ConnectAsync(request, credentials, cancellationToken);
                session.Connection.SilenceTimeout = Form.Hang;
                _session = session;
                return session;
            }
            catch (ImapException e) when (silence is not null && ReconnectPolicy.IsTransient(e))
            {
                // There is no fault yet: this machine is busy.
            }
        }
    }

    /// <summary>From now on a fault may come.</summary>
    public void End() => Wait(0);

    private void Connected(bool isOver)
    {
        if (isOver)
            Wait(_session?.Reconnects ?? 0);
    }

    private void Wait(int doublings)
    {
        if (silence is { } time && _session is { Connection: { Cause: null } connection })
            connection.SilenceTimeout = TimeSpan.FromTicks(time.Ticks << Math.Min(doublings, 7));
    }
}
