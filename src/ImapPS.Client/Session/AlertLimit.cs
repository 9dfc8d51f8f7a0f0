namespace ImapPS.Client.Session;

/// <summary>ALERTs must be shown (RFC 9051 section 7.1), and what can't be read should be, but a server may send any number of them.</summary>
/// <param name="alert">Gets those within the limit, and one that says that there are more.</param>
/// <param name="limit">How many; see <see cref="Protocol.Limits.ProtocolLimits.MaxAlerts"/>.</param>
internal sealed class AlertLimit(Action<string> alert, int limit)
{
    private int _count;

    public void Tell(string text)
    {
        var count = Interlocked.Increment(ref _count);
        if (count <= limit)
            alert(text);
        else if (count == limit + 1)
            alert($"[and more than the {limit} that are shown (MaxAlerts)]");
        else
            Volatile.Write(ref _count, limit + 1);
    }
}
