using ImapPS.Client.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Transcripts;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Connection;

/// <content>The writer: commands to octets, in order, as soon as barriers and conflicts allow.</content>
public sealed partial class ImapConnection
{
    private PendingCommand? _writing;

    /// <summary>Sends a command that the server answers with challenges (AUTHENTICATE).</summary>
    /// <param name="command">What to send.</param>
    /// <param name="challenge">Makes the octets of one response line, its line end not included. What it throws ends the exchange and comes back from here.</param>
    /// <param name="cancellationToken">Breaks the connection: an exchange can't be left half way.</param>
    public async Task<StatusResponse> ExecuteInteractiveAsync(Command command, Func<ContinuationRequest, CancellationToken, Task<byte[]>> challenge, CancellationToken cancellationToken)
    {
        Exception? failed = null;
        var pending = Enqueue(command, null, CommandTraits.Alone, async (request, token) =>
        {
            if (failed is null)
            {
                try
                {
                    return await challenge(request, token).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    failed = e;
                }
            }

            // RFC 9051 section 6.2.2: "*" cancels the exchange, and the server answers BAD.
            return [(byte)'*'];
        });
        using (cancellationToken.Register(() => Break(new ImapException(ImapError.SessionClosed, "Logging in was cancelled."))))
        {
            try
            {
                return await pending.Completion.ConfigureAwait(false);
            }
            finally
            {
                // It came first, also where the server hangs up on hearing "*".
                if (failed is not null)
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failed).Throw();
            }
        }
    }

    /// <summary>STARTTLS, and TLS beneath everything that follows.</summary>
    /// <exception cref="ImapException">StartTlsUnavailable, StartTlsInjection, CertificateRejected, TlsFailed or TlsTimeout; the connection is broken.</exception>
    public async Task StartTlsAsync(TlsOptions options, CancellationToken cancellationToken)
    {
        var response = await ExecuteAsync(SimpleCommand.StartTls, null, CommandTraits.Alone, cancellationToken).ConfigureAwait(false);
        if (response.Status != StatusKind.Ok)
        {
            var refused = new ImapException(ImapError.StartTlsUnavailable, $"{Host} refused STARTTLS: {SafeText.Clean(response.Text)}")
            {
                Response = Believed(response),
                Hint = "Use implicit TLS (port 993). Nothing is sent in the clear in its place.",
            };
            Break(refused);
            throw refused;
        }

        await _readLoop.ConfigureAwait(false);
        try
        {
            ThrowIfTampered();
            var tls = await TlsUpgrade.AuthenticateAsync(_stream, Host, options, _options.TlsTimeout, cancellationToken, afterStartTls: true).ConfigureAwait(false);
            _stream = tls.Stream;
            Tls = tls.Report;
        }
        catch (Exception e)
        {
            Break(e as ImapException ?? new ImapException(ImapError.TlsFailed, $"TLS with {Host} could not be started: {e.Message}", e));
            throw;
        }

        IsSecure = true;
        AwaitsTls = false;
        lock (_unheard)
            _unheard.Clear();
        lock (_gate)
        {
            Phase = ConnectionPhase.Tls;
            _capabilities = null;
        }

        Note("TLS started");
        Touch();
        _readLoop = Task.Run(ReadLoopAsync, CancellationToken.None);
    }

    /// <summary>What came in the clear and would have an effect after TLS stands ends the connection before TLS begins.</summary>
    private void ThrowIfTampered()
    {
        // The OK's own frame is finished by this; what remains came in the clear behind it.
        _ = _framer.GetMemory();
        if (_framer.Reset() > 0)
        {
            throw new ImapException(ImapError.StartTlsInjection, $"{Host} sent data behind its answer to STARTTLS, before TLS began. Somebody may be tampering with the connection; it was closed.")
            {
                Hint = "Use implicit TLS (port 993), which can't be tampered with in this way.",
            };
        }

        if (_bye is not null)
            throw Lost(null);
    }

    private async Task WriteLoopAsync()
    {
        PendingCommand? pending = null;
        try
        {
            while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_queue.Reader.TryRead(out pending))
                {
                    if (!await TakeTurnAsync(pending).ConfigureAwait(false))
                        continue;
                    await SendAsync(pending).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e)
        {
            // A write that failed half way leaves the server's view of our stream unknown.
            Break(e as ImapException ?? Lost(e));
            pending?.Fail(_cause!.Again());
        }
    }

    /// <summary>Waits until the command may be in flight beside those that are.</summary>
    /// <returns>False if it was taken back, or the connection broke.</returns>
    private async Task<bool> TakeTurnAsync(PendingCommand pending)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (_cause is { } cause)
                {
                    pending.Fail(cause.Again());
                    return false;
                }

                if (pending.Abandoned || pending.AwaitedBy.IsCancellationRequested)
                {
                    pending.Fail(new OperationCanceledException(pending.AwaitedBy));
                    return false;
                }

                if (!_inFlight.Exists(c => Excludes(pending, c)))
                {
                    // Before it counts as in flight: the silence until now is nobody's fault.
                    Touch();
                    _inFlight.Add(pending);
                    _raw = pending.Sink as RawSink ?? _raw;
                    return true;
                }

                _turn ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _turn.Task;
            }

            await wait.ConfigureAwait(false);
        }
    }

    private static bool Excludes(PendingCommand next, PendingCommand running) =>
        next.Traits.Barrier || (running.Traits.Barrier && !running.IsReleased)
        || (next.Traits.WaitsForOthers && !running.Traits.DecidesEncoding)
        || (running.Traits.DecidesEncoding && next.DependsOnUtf8)
        || (next.Traits.ConflictClass is not null && next.Traits.ConflictClass == running.Traits.ConflictClass)
        || CommandConflicts.Between(running.Command, next.Command);

    private void SignalTurn()
    {
        TaskCompletionSource<bool>? turn;
        lock (_gate)
        {
            turn = _turn;
            _turn = null;
        }

        turn?.TrySetResult(true);
    }

    private async Task SendAsync(PendingCommand pending)
    {
        EncodedCommand encoded;
        try
        {
            encoded = pending.Command.Encode(pending.Tag, EncodingOptions.For(_capabilities ?? CapabilitySet.Empty, Utf8));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Nothing was sent: the command is wrong, the connection is good.
            Withdraw(pending, new ImapException(ImapError.InvalidArgument, PlainText.Of(e), e));
            return;
        }

        lock (_gate)
            _writing = pending;
        try
        {
            if (!await WriteSegmentsAsync(pending, encoded).ConfigureAwait(false))
                return;
            if (pending.Challenge is { } challenge)
                await AnswerChallengesAsync(pending, challenge).ConfigureAwait(false);
            else if (pending.Hold is { } hold)
                await HoldAsync(pending, hold).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _writing = null;
        }
    }

    /// <returns>False if the server answered before it had the whole command: the rest must not follow.</returns>
    private async Task<bool> WriteSegmentsAsync(PendingCommand pending, EncodedCommand encoded)
    {
        using (encoded)
        {
            _options.Trace?.Sent(encoded.Trace);
            _transcript?.Begin(encoded);
            pending.Sent = true;
            if (encoded.Segments.Any(static p => p.Source is not null))
                return await SendStreamedAsync(pending, encoded).ConfigureAwait(false);
            for (var i = 0; i < encoded.Segments.Count; i++)
            {
                var segment = encoded.Segments[i];
                if (segment.Waits && await pending.NextContinuationAsync().ConfigureAwait(false) is null)
                    return false;
                // One that came unasked must not release a literal that the server may yet refuse, and then read as commands.
                pending.ForgetContinuations();
                pending.SentWholly = i == encoded.Segments.Count - 1;
                _transcript?.Sent(segment.Bytes.Length);
                await WriteAsync(segment.Bytes).ConfigureAwait(false);
            }
        }

        return true;
    }

    private async Task AnswerChallengesAsync(PendingCommand pending, Func<ContinuationRequest, CancellationToken, Task<byte[]>> challenge)
    {
        while (await pending.NextContinuationAsync().ConfigureAwait(false) is { } request)
        {
            var answer = await challenge(request, CancellationToken.None).ConfigureAwait(false);
            var shown = answer.Length == 1 && answer[0] == '*' ? "*" : "***";
            _options.Trace?.Sent(shown);
            _transcript?.Hidden(TranscriptDirection.Client, shown);
            var line = new byte[answer.Length + 2];
            answer.CopyTo(line, 0);
            line[line.Length - 2] = (byte)'\r';
            line[line.Length - 1] = (byte)'\n';
            try
            {
                await WriteAsync(line).ConfigureAwait(false);
            }
            finally
            {
                Array.Clear(line, 0, line.Length);
                Array.Clear(answer, 0, answer.Length);
            }
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
        await _stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        BytesSent += bytes.Length;
        Touch();
    }
}
