using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connecting;

/// <summary>Makes one error of two, and knows which errors the other port can't help.</summary>
internal static class DiscoveryErrors
{
    // What tells most comes first: an attack or a bad certificate, then a server that answered, then silence.
    private static readonly ImapError[] ByWeight =
    [
        ImapError.StartTlsInjection, ImapError.CertificateRejected, ImapError.PreAuthRefused, ImapError.GreetingRejected,
        ImapError.StartTlsUnavailable, ImapError.TlsFailed, ImapError.TlsTimeout, ImapError.NotImap, ImapError.ServerClosed,
        ImapError.ProtocolViolation, ImapError.CommandTimeout, ImapError.GreetingTimeout, ImapError.ConnectionLost,
        ImapError.ConnectTimeout, ImapError.ConnectionFailed, ImapError.ConnectionRefused,
    ];

    /// <summary>The other port would fail in the same way, or the server itself, its certificate being good, has said where to go.</summary>
    public static bool ConcernsTheHost(ImapException error) =>
        error.Error is ImapError.HostNotFound or ImapError.InvalidArgument or ImapError.ProxyAuthenticationFailed
        || error is { Error: ImapError.GreetingRejected, Response.Code: ReferralCode };

    /// <summary>Names both ports with each cause; its kind, hint and response are those of the cause that tells more.</summary>
    public static ImapException Merge(DiscoveryPlan plan, ImapException first, ImapException second)
    {
        var telling = Weight(first) <= Weight(second) ? first : second;
        return new ImapException(
            telling.Error,
            $"There is no protected way in to {plan.Host}. {Describe(plan.First, first)} {Describe(plan.Second, second)}",
            new AggregateException(first, second))
        {
            Hint = telling.Error is ImapError.ConnectionRefused or ImapError.ConnectTimeout
                ? "Check the host's name, and whether a firewall stands in between; -ImplicitTlsPort and -StartTlsPort name other ports."
                : telling.Hint,
            Response = telling.Response,
        };
    }

    private static int Weight(ImapException error)
    {
        var index = Array.IndexOf(ByWeight, error.Error);
        return index < 0 ? ByWeight.Length : index;
    }

    private static string Describe(Endpoint endpoint, ImapException error) =>
        $"Port {endpoint.Port} ({(endpoint.Security == ConnectionSecurity.ImplicitTls ? "implicit TLS" : "STARTTLS")}): {error.Message}";
}
