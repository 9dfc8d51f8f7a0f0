using System.ComponentModel;
using System.Net.Sockets;
using System.Security.Authentication;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Replay;
using ImapPS.Loopback.Scripts;
using ImapPS.Loopback.Session;
using ImapPS.Loopback.Transport;

namespace ImapPS.Loopback;

/// <summary>One accepted connection: its line, its TLS, and the session or script on it.</summary>
internal sealed class LoopbackConnection : IDisposable
{
    private readonly LoopbackOptions _options;
    private readonly LoopbackStatistics _statistics;
    private readonly TlsStarter? _tls;
    private readonly ConnectionLog _log;
    private readonly Wire _wire;
    private LoopbackSession? _session;

    public LoopbackConnection(Socket socket, LoopbackOptions options, LoopbackStatistics statistics, TlsStarter? tls, ConnectionLog log)
    {
        _options = options;
        _statistics = statistics;
        _tls = tls;
        _log = log;
        _wire = new Wire(new LinkStream(socket, options.Faults, statistics.AddTurn), options.Faults, statistics);
    }

    /// <summary>Ends with the connection, and never fails.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start(bool implicitTls, Action ended) => Ended = Task.Run(() => RunAsync(implicitTls, ended));

    /// <summary>Sends text at once; to a connection that is just ending, nothing.</summary>
    public async Task SendNowAsync(string text)
    {
        if (_session is null)
            return;
        try
        {
            await _session.SendNowAsync(text).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            _log.Add(LogDirection.Note, "not sent: " + e.Message);
        }
    }

    public void End(CutKind kind) => _wire.End(kind);

    public void Dispose()
    {
        _session?.Dispose();
        _wire.Dispose();
    }

    private async Task RunAsync(bool implicitTls, Action ended)
    {
        _log.Add(LogDirection.Note, implicitTls ? "connected, TLS" : "connected");
        try
        {
            await ServeAsync(implicitTls).ConfigureAwait(false);
            _log.Add(LogDirection.Note, "closed");
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException or Win32Exception)
        {
            // The ways in which connections end; the log keeps which it was.
            _log.Add(LogDirection.Note, "ended: " + e.Message);
        }
#pragma warning disable CA1031 // A fault of this server must not end the process it is in; it is told instead.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Add(LogDirection.Note, "server fault: " + e);
            await TellFaultAsync(e).ConfigureAwait(false);
        }

        Dispose();
        await _wire.Link.Ended.ConfigureAwait(false);
        ended();
    }

    private async Task ServeAsync(bool implicitTls)
    {
        if (implicitTls)
            await StartTlsAsync().ConfigureAwait(false);
        if (_options.Script is { } script)
        {
            await new ScriptPlayer(script, _wire, StartTlsAsync, _log.Add).RunAsync().ConfigureAwait(false);
            return;
        }

        if (_options.Transcript is { } transcript)
        {
            using var replay = new ReplaySession(transcript, _options, _statistics, _wire, implicitTls, StartTlsAsync, _tls is null ? null : _tls.ChannelBinding, _log);
            await replay.RunAsync().ConfigureAwait(false);
            return;
        }

        _session = new LoopbackSession(_options, _statistics, _wire, implicitTls, StartTlsAsync, _tls is null ? null : _tls.ChannelBinding, _log);
        await _session.RunAsync().ConfigureAwait(false);
    }

    private async Task StartTlsAsync()
    {
        if (_tls is null)
            throw new IOException("This server has no certificate to begin TLS with.");
        await _tls.StartAsync(_wire).ConfigureAwait(false);
        _log.Add(LogDirection.Note, "TLS");
    }

    private async Task TellFaultAsync(Exception fault)
    {
        try
        {
            var text = System.Text.Encoding.ASCII.GetBytes($"* BYE The test server failed: {fault.GetType().Name}\r\n");
            await _wire.WriteAsync(text, text.Length).ConfigureAwait(false);
            await _wire.Link.LingerAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            _log.Add(LogDirection.Note, "ended: " + e.Message);
        }
    }
}
