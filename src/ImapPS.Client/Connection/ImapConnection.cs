using System.Threading.Channels;
using ImapPS.Client.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Connection;

/// <summary>
/// One connection to one server: a reader, a writer, and the commands in flight between them. It knows commands and
/// responses, and nothing of mailboxes.
/// </summary>
/// <remarks>
/// Commands are sent in the order in which they were asked for, each as soon as the grammar allows. Once the stream
/// can't be followed any more the connection is broken for good, and keeps the first cause (<see cref="Break"/>).
/// </remarks>
public sealed partial class ImapConnection : IAsyncDisposable
{
    /// <summary>
    /// How long is waited for reads and writes to end behind a closed socket. They end at once, but Mono can leave a write pending for
    /// ever that began at that moment, and that must not hold up whoever closes a session.
    /// </summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly ConnectionOptions _options;
    private readonly ConnectionTranscript? _transcript;
    private readonly Framer _framer;
    private readonly ResponseReader _reader;
    private readonly Channel<PendingCommand> _queue = Channel.CreateUnbounded<PendingCommand>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<PendingCommand> _inFlight = [];
    private readonly List<KeyValuePair<ConnectionPhase, CapabilitySet>> _phases = [];
    private readonly List<string> _unauthenticatedAlerts = [];
    private readonly Timer _watchdog;
    private Stream _stream;
    private Task _readLoop = Task.CompletedTask;
    private Task _writeLoop = Task.CompletedTask;
    private TaskCompletionSource<bool>? _turn;
    private ImapException? _cause;
    private StatusResponse? _bye;
    private CapabilitySet? _capabilities;
    private int _lastTag;
    private bool _loggedOut;

    private ImapConnection(Stream stream, string host, ConnectionOptions options, bool secure)
    {
        _stream = stream;
        Host = host;
        _options = options;
        _transcript = options.Transcript is { } transcript ? new ConnectionTranscript(transcript) : null;
        IsSecure = secure;
        Phase = secure ? ConnectionPhase.Tls : ConnectionPhase.Greeting;
        _framer = new Framer(options.Limits);
        _reader = new ResponseReader(options.Limits, new ResponseReaderOptions { Text = Mime.HeaderText.Decode });
        _reader.TakeContent = TakeContent;
        _watchdog = new Timer(static state => ((ImapConnection)state!).CheckSilence(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>The name that the certificate was checked against.</summary>
    public string Host { get; }

    /// <summary>Whether TLS stands.</summary>
    public bool IsSecure { get; private set; }

    public ConnectionPhase Phase { get; private set; }

    /// <summary>The server's first line.</summary>
    public StatusResponse Greeting { get; private set; } = null!;

    /// <summary>What the server can do, as told in this phase; null if nothing told us yet.</summary>
    public CapabilitySet? Capabilities => _capabilities;

    /// <summary>The last set of each phase, in the order they were learnt.</summary>
    public IReadOnlyList<KeyValuePair<ConnectionPhase, CapabilitySet>> CapabilitiesByPhase
    {
        get
        {
            lock (_gate)
                return _phases.ToArray();
        }
    }

    /// <summary>Why the connection is broken; null while it is good.</summary>
    public ImapException? Cause => _cause;

    /// <summary>The stream beneath, for what only it knows (TLS version, cipher suite).</summary>
    public Stream Stream => _stream;

    /// <summary>Whether UTF-8 names and strings are in force (UTF8=ACCEPT or IMAP4rev2 enabled).</summary>
    public bool Utf8
    {
        get => _reader.Utf8;
        set => _reader.Utf8 = value;
    }

    /// <summary>While set, TLS is still to come: nothing that the server says of mailboxes is believed or handed on.</summary>
    public bool AwaitsTls { get; set; }

    /// <summary>Where the server stands; null through a proxy, or where that is not known.</summary>
    public System.Net.IPAddress? Address => Line?.RemoteAddress;

    /// <summary>Called once when the connection is broken; not if it was when this was set.</summary>
    internal Action? Ended { get; set; }

    /// <summary>The TCP connection; null through a proxy.</summary>
    internal SocketStream? Line { get; set; }

    /// <summary>How TLS protects the connection; null without it.</summary>
    public TlsReport? Tls { get; private set; }

    /// <summary>
    /// What came as ALERT before TLS stood, made safe for a terminal: anybody on the way may have said it. The first few only.
    /// </summary>
    public IReadOnlyList<string> UnauthenticatedAlerts
    {
        get
        {
            lock (_gate)
                return _unauthenticatedAlerts.ToArray();
        }
    }

    /// <summary>Octets received and sent above TLS and compression.</summary>
    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    /// <summary>Takes a connected stream over and reads the greeting.</summary>
    /// <param name="stream">Closed with the connection, also when this fails.</param>
    /// <param name="host">The server's name as the user gave it.</param>
    /// <param name="secure">Whether TLS stands already.</param>
    /// <param name="options">Timeouts, limits, trace.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="awaitsTls">Whether <see cref="StartTlsAsync"/> follows: see <see cref="AwaitsTls"/>.</param>
    /// <param name="tls">What to tell of the TLS that stands already.</param>
    /// <exception cref="ImapException">GreetingTimeout, NotImap, GreetingRejected, ConnectionLost.</exception>
    public static async Task<ImapConnection> OpenAsync(
        Stream stream,
        string host,
        bool secure,
        ConnectionOptions options,
        CancellationToken cancellationToken,
        bool awaitsTls = false,
        TlsReport? tls = null)
    {
        var connection = new ImapConnection(stream, host, options, secure) { AwaitsTls = awaitsTls, Tls = tls };
        try
        {
            await connection.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            connection.Break(e as ImapException ?? new ImapException(ImapError.ConnectionLost, $"{host} ended the connection before it greeted: {e.Message}", e));
            await connection.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw connection._cause!;
        }

        connection.Start();
        return connection;
    }

    /// <summary>Sends a command and waits for its tagged response, whatever that says.</summary>
    /// <param name="command">What to send.</param>
    /// <param name="sink">Takes the untagged data; null if there is none.</param>
    /// <param name="traits">Barriers and conflicts.</param>
    /// <param name="cancellationToken">
    /// A command that was not sent yet is taken back. One that was sent is abandoned: its answers are dropped as they
    /// come and the connection stays good; a second cancellation before those answers have come breaks it.
    /// </param>
    /// <exception cref="ImapException">The connection is broken, or breaks before the answer.</exception>
    public async Task<StatusResponse> ExecuteAsync(Command command, ResponseSink? sink = null, CommandTraits? traits = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await AwaitAsync(Enqueue(command, sink, traits), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a command in the queue without waiting: what is queued next goes out behind it.</summary>
    internal PendingCommand Enqueue(
        Command command,
        ResponseSink? sink = null,
        CommandTraits? traits = null,
        Func<ContinuationRequest, CancellationToken, Task<byte[]>>? challenge = null)
    {
        CommandGuard.Check(command);
        Tell(command);
        PendingCommand pending;
        lock (_gate)
        {
            ThrowIfBroken();
            pending = new PendingCommand(command, NextTag(command), traits ?? CommandTraits.None, sink) { Challenge = challenge };
            _queue.Writer.TryWrite(pending);
        }

        return pending;
    }

    /// <summary>
    /// Tags count up, but nobody can guess the one of STARTTLS: an answer sent ahead of the command, in the hope of
    /// passing for the server's, meets no command.
    /// </summary>
    private string NextTag(Command command)
    {
        var tag = "A" + (++_lastTag).ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
        return command == SimpleCommand.StartTls ? tag + Guid.NewGuid().ToString("N") : tag;
    }

    internal async Task<StatusResponse> AwaitAsync(PendingCommand pending, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return await pending.Completion.ConfigureAwait(false);
        pending.AwaitedBy = cancellationToken;
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(true), cancelled))
        {
            if (await Task.WhenAny(pending.Completion, cancelled.Task).ConfigureAwait(false) == pending.Completion)
                return await pending.Completion.ConfigureAwait(false);
        }

        Abandon([pending], cancellationToken);
        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Lets go of commands: what still comes for them is dropped, and the connection stays good.</summary>
    /// <param name="commands">Answered ones among them do no harm.</param>
    /// <param name="cancellation">
    /// If cancelled, somebody is waiting for this to end. If that is so for a second token, answers that were abandoned
    /// for the first one still coming in, the connection is given up.
    /// </param>
    internal void Abandon(IReadOnlyList<PendingCommand> commands, CancellationToken cancellation)
    {
        bool twice;
        lock (_gate)
        {
            twice = cancellation.IsCancellationRequested && _inFlight.Exists(c => c.AbandonedBy is { } earlier && earlier != cancellation);
            foreach (var command in commands)
            {
                command.Abandoned = true;
                if (cancellation.IsCancellationRequested)
                    command.AbandonedBy ??= cancellation;
            }
        }

        // One that still waits for its turn is taken out of the queue then.
        SignalTurn();
        if (twice)
            Break(new ImapException(ImapError.CommandTimeout, "The session was cancelled again while the server was still answering, so its connection was closed."));
    }

    /// <summary>Ends the connection for good. The first cause is kept and told to whoever uses it later.</summary>
    public void Break(ImapException cause)
    {
        PendingCommand[] failed;
        lock (_gate)
        {
            if (_cause is not null)
                return;
            _cause = cause;
            Phase = ConnectionPhase.Closed;
            failed = _inFlight.ToArray();
            _inFlight.Clear();
            _queue.Writer.TryComplete();
        }

        Note("closed: " + cause.Message);
        if (cause.Error != ImapError.SessionClosed)
            Line?.Abort();
        _stream.Dispose();
        StopWatching();
        // Before anybody hears of it from a command: who connects again at once finds this one's place free.
        Ended?.Invoke();
        foreach (var pending in failed)
            pending.Fail(cause.Again());
        while (_queue.Reader.TryRead(out var queued))
            queued.Fail(cause.Again());
        SignalTurn();
    }

    public async ValueTask DisposeAsync()
    {
        Break(Closed());
        var loops = Task.WhenAll(_readLoop, _writeLoop);
        using (var ending = new CancellationTokenSource())
        {
            if (await Task.WhenAny(loops, Task.Delay(Farewell, ending.Token)).ConfigureAwait(false) == loops)
                _compressed?.Release();
            ending.Cancel();
        }

#if NET8_0_OR_GREATER
        await _watchdog.DisposeAsync().ConfigureAwait(false);
#else
        _watchdog.Dispose();
#endif
    }

    private void Start()
    {
        Touch();
        _readLoop = Task.Run(ReadLoopAsync);
        _writeLoop = Task.Run(WriteLoopAsync);
        SilenceTimeout = _options.SilenceTimeout;
    }

    private void Tell(Command command)
    {
        var capabilities = _capabilities ?? CapabilitySet.Empty;
        _options.Asked?.Invoke(() => CommandDescription.Of(command, capabilities));
    }

    private void Note(string text)
    {
        _options.Trace?.Note(text);
        _transcript?.Note(text);
    }

    private ImapException Closed() => new(ImapError.SessionClosed, $"The session with {Host} was closed.");

    private void ThrowIfBroken()
    {
        if (_cause is { } cause)
            throw cause.Again();
    }
}
