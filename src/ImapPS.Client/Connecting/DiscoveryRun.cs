using System.Diagnostics;
using System.Threading.Channels;
using ImapPS.Client.Connection;

namespace ImapPS.Client.Connecting;

/// <summary>Carries out what <see cref="DiscoveryPolicy"/> decides: owns the attempts, their sockets and the clock.</summary>
internal sealed class DiscoveryRun(ConnectRequest request, DiscoveryPlan plan)
{
    private readonly Channel<DiscoveryEvent> _events = Channel.CreateUnbounded<DiscoveryEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<Endpoint, CancellationTokenSource> _ends = [];
    private readonly Dictionary<Endpoint, Task<ImapConnection?>> _attempts = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <exception cref="ImapException">The merged error of both ports.</exception>
    public async Task<(ImapConnection Connection, Endpoint Endpoint)> RunAsync(CancellationToken cancellationToken)
    {
        using var timers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Endpoint? winner = null;
        try
        {
            var policy = new DiscoveryPolicy(plan);
            var actions = policy.Begin();
            while (true)
            {
                foreach (var action in actions)
                {
                    switch (action.Kind)
                    {
                        case DiscoveryActionKind.Start:
                            Start(action.Endpoint!, cancellationToken);
                            break;
                        case DiscoveryActionKind.Wait:
                            _ = RingAsync(action.Delay, timers.Token);
                            break;
                        case DiscoveryActionKind.Close:
                            _ends[action.Endpoint!].Cancel();
                            Step(ConnectionStepKind.Closed, action.Endpoint!);
                            break;
                        case DiscoveryActionKind.Win:
                            winner = action.Endpoint!;
                            Step(ConnectionStepKind.Chosen, winner);
                            return ((await _attempts[winner].ConfigureAwait(false))!, winner);
                        default:
                            throw action.Error!;
                    }
                }

                actions = policy.Handle(await _events.Reader.ReadAsync(cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            timers.Cancel();
            await CloseLosersAsync(winner).ConfigureAwait(false);
        }
    }

    private void Start(Endpoint endpoint, CancellationToken cancellationToken)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ends.Add(endpoint, end);
        Step(ConnectionStepKind.Started, endpoint);
        _attempts.Add(endpoint, AttemptAsync(endpoint, end.Token));
    }

    /// <returns>Null if it failed, which its event has told, or was closed.</returns>
    private async Task<ImapConnection?> AttemptAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await Connector.ConnectAsync(request, endpoint, () => Tell(DiscoveryEventKind.Connected, endpoint), cancellationToken).ConfigureAwait(false);
            Tell(DiscoveryEventKind.Verified, endpoint);
            return connection;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            // A fault of ours in one attempt is one way in that failed: the error tells it, and the other may still work.
            Tell(DiscoveryEventKind.Failed, endpoint, e as ImapException ?? new ImapException(ImapError.ConnectionFailed, $"{plan.Host}: {e.Message}", e));
            return null;
        }
    }

    private async Task RingAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _events.Writer.TryWrite(new DiscoveryEvent(Later(_clock.Elapsed, delay), DiscoveryEventKind.Timer));
    }

    // Timers and clocks differ by a tick or two; what was waited for has passed.
    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void Tell(DiscoveryEventKind kind, Endpoint endpoint, ImapException? error = null)
    {
        request.Options.Note($"port {endpoint.Port}: {kind.ToString().ToLowerInvariant()}{(error is null ? "" : ", " + error.Message)}");
        Step(
            kind switch
            {
                DiscoveryEventKind.Connected => ConnectionStepKind.Connected,
                DiscoveryEventKind.Verified => ConnectionStepKind.Verified,
                _ => ConnectionStepKind.Failed,
            },
            endpoint,
            error?.Message ?? "");
        _events.Writer.TryWrite(new DiscoveryEvent(_clock.Elapsed, kind, endpoint, error));
    }

    private void Step(ConnectionStepKind kind, Endpoint endpoint, string detail = "") =>
        request.Step?.Invoke(new ConnectionStep(_clock.Elapsed, request.Host, endpoint.Port, endpoint.Security, kind, detail));

    private async Task CloseLosersAsync(Endpoint? winner)
    {
        foreach (var attempt in _attempts)
        {
            if (attempt.Key != winner)
            {
                _ends[attempt.Key].Cancel();
                if (await attempt.Value.ConfigureAwait(false) is { } loser)
                    await loser.DisposeAsync().ConfigureAwait(false);
            }

            _ends[attempt.Key].Dispose();
        }
    }
}
