using System.Net.Sockets;

namespace ImapPS.Client.Connecting;

/// <summary>What a session does when its connection is lost.</summary>
public sealed record ReconnectPolicy
{
    // A server that says it has no room is given time to find some.
    private const int StepsWhenBusy = 4;

    // RFC 5530 section 3, and the words of RFC 9051 section 7.1.
    private static readonly HashSet<string> BusyCodes = new(StringComparer.OrdinalIgnoreCase) { "UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN" };

    /// <summary>A lost connection ends the session.</summary>
    public static ReconnectPolicy Never { get; } = new() { MaximumAttempts = 0 };

    /// <summary>How often it is tried after one loss, and how many pauses in a row are granted to a server that asks for them. Default 10, which take about ten minutes.</summary>
    public int MaximumAttempts { get; init; } = 10;

    /// <summary>The longest wait before the first attempt; it doubles with each. Default 1 second.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Default 2 minutes.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How waiting is done. A seam: a test has no time.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Whether a connection that ended so may be made again: not one that we closed, nor one whose server can't be followed.</summary>
    public bool Covers(ImapException? cause) =>
        MaximumAttempts > 0 && cause?.Error is ImapError.ConnectionLost or ImapError.ServerClosed or ImapError.CommandTimeout;

    /// <summary>Whether a failed attempt is worth another: the network's failures and a server's bad hour, never a refused password or certificate.</summary>
    internal static bool IsTransient(ImapException failure) => failure.Error switch
    {
        ImapError.HostNotFound or ImapError.ConnectionRefused or ImapError.ConnectionFailed or ImapError.ConnectTimeout or ImapError.GreetingTimeout
            or ImapError.TlsTimeout or ImapError.TlsFailed or ImapError.CommandTimeout or ImapError.GreetingRejected or ImapError.ProxyFailed
            or ImapError.ConnectionLost or ImapError.ServerClosed => true,
        _ => IsBusy(failure),
    };

    /// <summary>
    /// Whether the server may still be at what it was told last: it was given up by us, or by the network, and said nothing of
    /// an end itself.
    /// </summary>
    internal static bool LeftServerAtWork(ImapException loss)
    {
        if (loss.Error == ImapError.CommandTimeout)
            return true;
        for (Exception? e = loss; e is not null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown })
                return true;
        }

        return false;
    }

    /// <summary>
    /// How many more looks show what became of the last command. A server that said goodbye is done with the session. One whose
    /// connection just ended may have read the command and be busy; with a usual first delay it gets seven seconds. One that
    /// fell silent gets fifteen, after which nothing is certain yet (<see cref="LeftServerAtWork"/>).
    /// </summary>
    internal static int LooksAfter(ImapException loss) => LeftServerAtWork(loss) ? 4 : loss.Error == ImapError.ServerClosed ? 1 : 3;

    /// <summary>How long to wait before an attempt.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="failure">What came before: the loss, or the last attempt's failure.</param>
    /// <param name="random">From 0 to 1: so that a thousand clients which lost a server together don't come back together.</param>
    internal TimeSpan DelayBefore(int attempt, ImapException failure, double random)
    {
        var steps = Math.Min(attempt - 1 + (IsBusy(failure) ? StepsWhenBusy : 0), 30);
        var longest = Math.Min(FirstDelay.TotalMilliseconds * (1L << steps), LongestDelay.TotalMilliseconds);
        var suggested = Math.Min(Throttling.SuggestedBy(failure.Response).TotalMilliseconds, LongestDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(longest * (1 + random) / 2, suggested));
    }

    /// <summary>Whether the server said that it has no room or no time.</summary>
    internal static bool IsBusy(ImapException failure) => (failure.ResponseCode is { } code && BusyCodes.Contains(code)) || Throttling.IsMeantBy(failure.Response);
}
