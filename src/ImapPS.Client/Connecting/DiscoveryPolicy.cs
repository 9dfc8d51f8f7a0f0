namespace ImapPS.Client.Connecting;

/// <summary>
/// Decides which way in is taken: two attempts, one ahead of the other, and the rules by which one wins. It owns no socket
/// and no clock.
/// </summary>
/// <remarks>
/// The first attempt wins whenever it is verified. The second wins if the first failed, or has not even connected when the
/// second stands verified. A first that has connected is waited for: its own time limits end that. An attempt is verified
/// only with TLS and a good certificate, so that no order of events leads to less protection, only to another port.
/// </remarks>
public sealed class DiscoveryPolicy(DiscoveryPlan plan)
{
    private readonly Dictionary<Endpoint, ImapException> _errors = [];
    private AttemptState _first;
    private AttemptState _second;
    private TimeSpan _due;
    private bool _over;

    private enum AttemptState
    {
        Idle,
        Connecting,
        Connected,
        Verified,
        Failed,
    }

    /// <summary>The first orders.</summary>
    public IReadOnlyList<DiscoveryAction> Begin()
    {
        _first = AttemptState.Connecting;
        _due = plan.Delay;
        return [new(DiscoveryActionKind.Start, plan.First), new(DiscoveryActionKind.Wait, Delay: plan.Delay)];
    }

    /// <summary>Takes note, and says what is to be done.</summary>
    public IReadOnlyList<DiscoveryAction> Handle(DiscoveryEvent happened)
    {
        if (happened is null)
            throw new ArgumentNullException(nameof(happened));
        if (_over)
            return [];
        if (happened.Kind == DiscoveryEventKind.Timer)
            return OnTimer(happened.At);
        ref var state = ref happened.Endpoint == plan.First ? ref _first : ref _second;
        switch (happened.Kind)
        {
            case DiscoveryEventKind.Connected:
                state = AttemptState.Connected;
                return [];
            case DiscoveryEventKind.Verified:
                state = AttemptState.Verified;
                return Decide();
            default:
                state = AttemptState.Failed;
                _errors[happened.Endpoint!] = happened.Error!;
                return DiscoveryErrors.ConcernsTheHost(happened.Error!) ? End(new(DiscoveryActionKind.Fail, Error: happened.Error)) : Decide();
        }
    }

    private List<DiscoveryAction> OnTimer(TimeSpan now)
    {
        if (_first != AttemptState.Connecting || _second != AttemptState.Idle)
            return [];
        return now >= _due ? [StartSecond()] : [new(DiscoveryActionKind.Wait, Delay: _due - now)];
    }

    private List<DiscoveryAction> Decide()
    {
        if (_first == AttemptState.Verified)
            return End(new(DiscoveryActionKind.Win, plan.First));
        if (_second == AttemptState.Verified && _first is (AttemptState.Failed or AttemptState.Connecting))
            return End(new(DiscoveryActionKind.Win, plan.Second));
        if (_first != AttemptState.Failed)
            return [];
        return _second switch
        {
            AttemptState.Idle => [StartSecond()],
            AttemptState.Failed => End(new(DiscoveryActionKind.Fail, Error: DiscoveryErrors.Merge(plan, _errors[plan.First], _errors[plan.Second]))),
            _ => [],
        };
    }

    private DiscoveryAction StartSecond()
    {
        _second = AttemptState.Connecting;
        return new(DiscoveryActionKind.Start, plan.Second);
    }

    private List<DiscoveryAction> End(DiscoveryAction last)
    {
        _over = true;
        var actions = new List<DiscoveryAction>(2);
        if (last.Endpoint != plan.First && IsOpen(_first))
            actions.Add(new(DiscoveryActionKind.Close, plan.First));
        if (last.Endpoint != plan.Second && IsOpen(_second))
            actions.Add(new(DiscoveryActionKind.Close, plan.Second));
        actions.Add(last);
        return actions;
    }

    private static bool IsOpen(AttemptState state) => state is AttemptState.Connecting or AttemptState.Connected or AttemptState.Verified;
}
