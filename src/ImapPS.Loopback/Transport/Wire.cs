using ImapPS.Loopback.Faults;

namespace ImapPS.Loopback.Transport;

/// <summary>A session's octets, inside TLS and compression once there are: counted, and cut where a fault asks for it.</summary>
internal sealed class Wire(LinkStream link, LoopbackFaults faults, LoopbackStatistics statistics) : IDisposable
{
    private static readonly TimeSpan StallPoll = TimeSpan.FromMilliseconds(10);

    // Never disposed: End may come from another thread while this ends by itself, and it holds no timer.
    private readonly CancellationTokenSource _ended = new();
    private readonly OctetMeter _sent = new();
    private readonly OctetMeter _received = new();
    private CutRule? _cutPending;
    private volatile CutRule? _answerCut;
    private volatile bool _mute;

    /// <summary>The link, or what lies over it: TLS, compression, or both.</summary>
    public Stream Stream { get; set; } = link;

    public LinkStream Link => link;

    /// <summary>Octets sent so far.</summary>
    public long Sent { get; private set; }

    public async Task<int> ReadAsync(byte[] buffer)
    {
        await CutIfDueAsync().ConfigureAwait(false);
        var rule = faults.ReceivedCut;
        var allowed = _received.Allowed(rule, buffer.Length);
        if (allowed == 0 && rule!.TryFire())
            await CutAsync(rule).ConfigureAwait(false);
        var length = await Stream.ReadAsync(buffer, 0, (int)Math.Max(1, allowed), _ended.Token).ConfigureAwait(false);

        // A rule set while the read was waiting counts what it brings.
        rule = faults.ReceivedCut;
        if (_received.Count(rule, ref length) && rule!.TryFire())
            _cutPending = rule;
        statistics.AddReceived(length);
        return length;
    }

    public async Task WriteAsync(byte[] buffer, int length)
    {
        await CutIfDueAsync().ConfigureAwait(false);
        while (faults.Silent)
            await Task.Delay(StallPoll, _ended.Token).ConfigureAwait(false);
        if (_mute)
            return;
        var rule = _answerCut ?? faults.SentCut;
        var cut = _sent.Count(rule, ref length) && rule!.TryFire();
        // Before they can arrive: who has read an answer finds it counted.
        statistics.AddSent(length);
        if (length > 0)
            await Stream.WriteAsync(buffer, 0, length, _ended.Token).ConfigureAwait(false);
        Sent += length;
        if (cut && rule!.Kind == CutKind.HalfOpen)
            _mute = true;
        else if (cut)
            await CutAsync(rule!).ConfigureAwait(false);
    }

    /// <summary>Ends the connection once this many octets more have been sent.</summary>
    public void CutAfter(long octets, CutKind kind) => _answerCut = new CutRule(octets, kind, everyConnection: false);

    /// <summary>Lets time pass, at most until the connection is ended from outside.</summary>
    public Task WaitAsync(TimeSpan time) => Due.WaitAsync(Due.After(time), _ended.Token);

    /// <summary>Compresses all that follows.</summary>
    /// <param name="received">What came compressed already.</param>
    public void Compress(byte[] received)
    {
        Stream = new DeflateLayer(Stream, received);
        statistics.AddCompression();
    }

    /// <summary>Ends the connection in order: with the notice that TLS wants, and waiting for the client to end it too.</summary>
    public async Task FinishAsync()
    {
#if NET8_0_OR_GREATER
        if ((Stream is DeflateLayer layer ? layer.Inner : Stream) is System.Net.Security.SslStream tls)
            await tls.ShutdownAsync().ConfigureAwait(false);
#endif
        await link.LingerAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection as asked, once what was sent has gone out.</summary>
    /// <exception cref="ConnectionCutException">Always: the session ends here.</exception>
    public async Task CutAsync(CutKind kind)
    {
        await link.DrainAsync().ConfigureAwait(false);
        if (kind is CutKind.Stall or CutKind.HalfOpen)
        {
            // Until the server ends, or the client gives up.
            await Task.WhenAny(link.Ended, Task.Delay(Timeout.Infinite, _ended.Token)).ConfigureAwait(false);
        }

        if (kind == CutKind.Close)
            await link.LingerAsync().ConfigureAwait(false);
        link.Close(kind == CutKind.Reset);
        throw new ConnectionCutException($"Cut on order ({kind}).");
    }

    /// <summary>Ends the connection from outside its session.</summary>
    public void End(CutKind kind = CutKind.Close)
    {
        link.Close(kind == CutKind.Reset);
        _ended.Cancel();
    }

    public void Dispose()
    {
        if (Stream != link)
            Stream.Dispose();
        link.Dispose();
    }

    private async Task CutAsync(CutRule rule)
    {
        if (rule.Farewell is { } farewell)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(farewell);
            await Stream.WriteAsync(bytes, 0, bytes.Length, _ended.Token).ConfigureAwait(false);
        }

        await CutAsync(rule.Kind).ConfigureAwait(false);
    }

    private Task CutIfDueAsync() => _cutPending is { } rule ? CutAsync(rule) : Task.CompletedTask;
}
