namespace ImapPS.Client.Connecting;

/// <summary>Which two ways in are tried in which order.</summary>
/// <param name="Host">For messages.</param>
/// <param name="First">Started at once; wins if both stand.</param>
/// <param name="Second">Started when the first fails, or has not connected in time.</param>
/// <param name="Delay">How long the first has to connect before the second is started beside it.</param>
public sealed record DiscoveryPlan(string Host, Endpoint First, Endpoint Second, TimeSpan Delay)
{
    /// <summary>What STARTTLS on 143 gets in the classic order, and an endpoint that is remembered.</summary>
    public static readonly TimeSpan ClassicDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// RFC 8314 section 3: implicit TLS is preferred. What the memory knows, or the user prefers, goes first and gets more
    /// time; the other port stands by in any case, so that a memory that has become wrong costs a moment and nothing else.
    /// </summary>
    public static DiscoveryPlan For(ConnectRequest request, RememberedEndpoint? remembered)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));
        var tls = new Endpoint(request.ImplicitTlsPort, ConnectionSecurity.ImplicitTls);
        var startTls = new Endpoint(request.StartTlsPort, ConnectionSecurity.StartTls);
        // With other ports than those remembered, the user is after another server on that host.
        if (remembered is not null && remembered.Endpoint == tls)
            return new DiscoveryPlan(request.Host, tls, startTls, Longer(request.Stagger));
        if (remembered is not null && remembered.Endpoint == startTls)
            return new DiscoveryPlan(request.Host, startTls, tls, Longer(request.Stagger));
        return request.PreferStartTls
            ? new DiscoveryPlan(request.Host, startTls, tls, Longer(request.Stagger))
            : new DiscoveryPlan(request.Host, tls, startTls, request.Stagger);
    }

    private static TimeSpan Longer(TimeSpan stagger) => stagger > ClassicDelay ? stagger : ClassicDelay;
}
