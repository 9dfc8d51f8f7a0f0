using ImapPS.Client.Transport;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Transcripts;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Connection;

/// <content>The reader: bytes to responses, responses to the commands that asked.</content>
public sealed partial class ImapConnection
{
    /// <summary>Keeps the lines as they come, while its command runs alone.</summary>
    private volatile RawSink? _raw;

    private async Task ReadLoopAsync()
    {
        LiteralReceiver? receiver = null;
        try
        {
            while (true)
            {
                FrameKind kind;
                while ((kind = _framer.Read()) != FrameKind.None)
                {
                    switch (kind)
                    {
                        case FrameKind.Message:
                            if (HandleMessage())
                                return;
                            break;
                        case FrameKind.LiteralBegin:
                            _transcript?.Received(_framer.Message.Span, _framer.Detached, complete: false);
                            receiver = OpenLiteral();
                            break;
                        case FrameKind.LiteralChunk:
                            _transcript?.ReceivedChunk(_framer.Chunk);
                            await DeliverAsync(receiver!, _framer.Chunk).ConfigureAwait(false);
                            break;
                        case FrameKind.LiteralEnd:
                            var literal = _framer.Detached[_framer.Detached.Count - 1];
                            literal.Content = receiver!.Complete();
                            _transcript?.ReceivedLiteral(literal.Length);
                            receiver = null;
                            break;
                    }
                }

                if (_bye is not null && !IsLoggingOut())
                {
                    Break(Lost(null));
                    return;
                }

                var reading = _stream.ReadAsync(_framer.GetMemory(), CancellationToken.None);
                // Only where there is nothing more to read at once: whoever waits is not woken for each piece.
                if (!reading.IsCompleted)
                    FlushSinks();
                var count = await reading.ConfigureAwait(false);
                if (count == 0)
                {
                    Break(Lost(null));
                    return;
                }

                _framer.Advance(count);
                BytesReceived += count;
                Touch();
            }
        }
        catch (FramingException e)
        {
            Break(new ImapException(ImapError.ProtocolViolation, $"What {Host} sends can't be followed any more: {e.Message}", e));
        }
        catch (ImapException e)
        {
            Break(e);
        }
        catch (Exception e)
        {
            // Whatever ended the loop, a read error or a fault of ours, the connection is out of step from here on.
            Break(Lost(e));
        }
        finally
        {
            receiver?.Abort();
        }
    }

    /// <summary>Hands a chunk on. While its receiver is not done with it, it is not the server that is silent.</summary>
    private async ValueTask DeliverAsync(LiteralReceiver receiver, ReadOnlyMemory<byte> chunk)
    {
        _delivering = true;
        try
        {
            await receiver.WriteAsync(chunk).ConfigureAwait(false);
        }
        finally
        {
            Touch();
            _delivering = false;
        }
    }

    private ImapException Lost(Exception? cause) => _loggedOut || IsLoggingOut()
        ? Closed()
        : _bye is { } bye
        ? new ImapException(ImapError.ServerClosed, $"{Host} closed the session{BeforeTls}: {SafeText.Clean(bye.Text)}", cause) { Response = Believed(bye) }
        : new ImapException(ImapError.ConnectionLost, $"The connection to {Host} ended unexpectedly{(cause is null ? "" : ": " + cause.Message)}", cause);

    /// <returns>Whether the reader must stop: TLS or compression comes next.</returns>
    private bool HandleMessage()
    {
        var message = _framer.Message.Span;
        Trace(message);
        if (_raw is { } raw)
            raw.TakeLine(message);
        switch (_reader.Read(message, _framer.Detached))
        {
            case StatusResponse { Tag: not null } tagged:
                return CompleteCommand(tagged);
            case UnknownResponse unknown when AnswersCommand(unknown):
                throw new ImapException(ImapError.ProtocolViolation, $"{Host} answered a command with what can't be read: {SafeText.Clean(unknown.Text, 200)}");
            case ContinuationRequest request:
                PendingCommand? writing;
                lock (_gate)
                    writing = _writing;
                // One that is out, but for what the server still has to ask for, waits for none.
                if (writing is { SentWholly: false } or { Challenge: not null } or { Hold: not null })
                {
                    writing.OnContinuation(request);
                    return false;
                }

                Note("a continuation request that nobody waits for was dropped");
                CountUnsolicited();
                return false;
            case var untagged:
                if (HandleUntagged(untagged))
                    _unsolicitedInRow = 0;
                else
                    CountUnsolicited();
                return false;
        }
    }

    /// <summary>A challenge is made for one client and one login: like the answer to it, it is nobody else's business.</summary>
    private void Trace(ReadOnlySpan<byte> message)
    {
        if (_options.Trace is null && _transcript is null)
            return;
        bool challenge;
        lock (_gate)
            challenge = message[0] == '+' && _writing is { Challenge: not null };
        if (challenge)
        {
            _options.Trace?.Received("+ ***"u8);
            _transcript?.Hidden(TranscriptDirection.Server, "+ ***");
        }
        else
        {
            _options.Trace?.Received(message);
            _transcript?.Received(message, _framer.Detached, complete: true);
        }
    }

    private bool CompleteCommand(StatusResponse tagged)
    {
        PendingCommand? pending = null;
        lock (_gate)
        {
            var index = _inFlight.FindIndex(c => c.Tag == tagged.Tag);
            if (index >= 0)
            {
                pending = _inFlight[index];
                _inFlight.RemoveAt(index);
            }
        }

        if (pending is null)
            throw new ImapException(ImapError.ProtocolViolation, $"{Host} answered a command that was not sent (tag {SafeText.Clean(tagged.Tag, 40)}).");
        var startsTls = pending.Command == Protocol.Commands.SimpleCommand.StartTls && tagged.Status == StatusKind.Ok;
        var startsLayer = startsTls || (pending.Command is Protocol.Commands.CompressCommand && tagged.Status == StatusKind.Ok);
        if (!startsTls)
        {
            Learn(tagged.Code);
            if (AwaitsTls)
                KeepUnauthenticated(tagged);
            else if (tagged.Code is not null)
                Tell(tagged);
        }

        if (pending.Command == Protocol.Commands.SimpleCommand.Logout)
            _loggedOut = true;
        if (pending.Sink == _raw)
            _raw = null;
        _unsolicitedInRow = 0;
        if (pending.Spoiled is { } spoiled && tagged.Status == StatusKind.Ok)
            pending.Fail(spoiled);
        else
            pending.Complete(tagged);
        SignalTurn();
        return startsLayer;
    }

    /// <returns>Whether a command asked for it.</returns>
    private bool HandleUntagged(Response response)
    {
        switch (response)
        {
            case CapabilityResponse capability:
                Learn(capability.Capabilities);
                return false;
            case StatusResponse status:
                if (status.Status == StatusKind.Bye)
                    _bye = status;
                Learn(status.Code);
                break;
        }

        if (AwaitsTls)
        {
            if (response is StatusResponse early)
                KeepUnauthenticated(early);
            else
                Note("untagged data before TLS was dropped");
            return false;
        }

        if (Offer(response))
            return true;
        if (response is UnknownResponse { Problem: not null } unreadable)
            Spoil(unreadable);
        Tell(response);
        return false;
    }

    /// <summary>Whether a line that can't be read begins with the tag of a command in flight, which would else wait in vain.</summary>
    private bool AnswersCommand(UnknownResponse unknown)
    {
        var text = unknown.Text;
        var space = text.IndexOf(' ');
        var tag = space < 0 ? text : text.Substring(0, space);
        lock (_gate)
            return _inFlight.Exists(c => c.Tag == tag);
    }

    private bool Offer(Response response)
    {
        for (var i = 0; ; i++)
        {
            PendingCommand pending;
            lock (_gate)
            {
                if (i >= _inFlight.Count)
                    return false;
                pending = _inFlight[i];
            }

            if (pending.Sink is { } sink && sink.TryAccept(response))
            {
                pending.Received += _framer.MessageLength;
                CheckSize(pending);
                return true;
            }
        }
    }

    private void FlushSinks()
    {
        for (var i = 0; ; i++)
        {
            ResponseSink? sink;
            lock (_gate)
            {
                if (i >= _inFlight.Count)
                    return;
                sink = _inFlight[i].Sink;
            }

            sink?.Flush();
        }
    }

    private LiteralReceiver OpenLiteral()
    {
        var length = _framer.LiteralLength;
        for (var i = 0; ; i++)
        {
            PendingCommand pending;
            lock (_gate)
            {
                if (i >= _inFlight.Count)
                    break;
                pending = _inFlight[i];
            }

            if (pending.Sink?.OpenLiteral(_framer.Message.Span, length) is { } receiver)
                return pending.Abandoned ? DiscardingReceiver.Instance : receiver;
        }

        if (length > _options.Limits.MaxGatheredLiteral)
        {
            throw new ImapException(
                ImapError.ProtocolViolation,
                $"{Host} announced a literal of {length} bytes where at most {_options.Limits.MaxGatheredLiteral} are accepted (MaxGatheredLiteral).");
        }

        return new GatheringReceiver(length);
    }

    private bool IsLoggingOut()
    {
        lock (_gate)
            return _inFlight.Exists(c => c.Command == Protocol.Commands.SimpleCommand.Logout);
    }
}
