using System.Diagnostics;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Session.Handlers;
using ImapPS.Loopback.Store;
using ImapPS.Loopback.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session;

/// <summary>One connection, from its greeting to its end: reads a command, carries it out, answers, in order.</summary>
internal sealed class LoopbackSession : IDisposable
{
    private readonly LoopbackOptions _options;
    private readonly Wire _wire;
    private readonly SessionOutput _output;
    private readonly SessionInput _input;
    private readonly SessionContext _context;
    private readonly CommandReader _reader;
    private readonly ConnectionLog _log;
    private readonly Func<Task> _startTls;
    private long _taken;
    private string? _answer;

    public LoopbackSession(LoopbackOptions options, LoopbackStatistics statistics, Wire wire, bool isSecure, Func<Task> startTls, Func<string, byte[]?>? channelBinding, ConnectionLog log)
    {
        _options = options;
        _wire = wire;
        _startTls = startTls;
        _log = log;
        _output = new SessionOutput(wire);
        _input = new SessionInput(wire, _output, options.MaxMessageSize);
        _reader = new CommandReader(_input.Limits);
        _context = new SessionContext(options, statistics, _input, _output, _reader) { IsSecure = isSecure, ChannelBinding = channelBinding, EndConnection = () => wire.End() };
        _context.SwitchUtf8();
    }

    /// <summary>Sends text at once, between whatever the session sends.</summary>
    public Task SendNowAsync(string text) => _output.SendNowAsync(text);

    public async Task RunAsync()
    {
        try
        {
            await GreetAsync().ConfigureAwait(false);
            while (!_context.IsEnding && await ReadAsync().ConfigureAwait(false))
            {
                if (!await HandleAsync().ConfigureAwait(false))
                    return;
            }

            await _output.FlushAsync().ConfigureAwait(false);
        }
        catch (FramingException e)
        {
            await _output.WriteAsync(new StatusResponse(null, StatusKind.Bye, null, e.Message)).ConfigureAwait(false);
            await _output.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            _context.Select(null);
            _context.Notify(null);
        }

        await _wire.FinishAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _context.Select(null);
        _context.Notify(null);
        _output.Dispose();
    }

    private Task<bool> ReadAsync() => _context.Notifications is null ? _input.ReadAsync() : LiveInput.ReadAsync(_context, idle: false);

    private async Task GreetAsync()
    {
        await _output.BeginCommandAsync("*", _options.Faults.TakeInjections(LoopbackFaults.Greeting)).ConfigureAwait(false);
        if (_options.GreetingText is { } text)
        {
            if (text.StartsWith("* PREAUTH", StringComparison.OrdinalIgnoreCase))
                _context.User = _options.Users[0];
            if (text.Length > 0)
                _output.WriteText(text.Replace("\r\n", "\n").TrimEnd('\n').Replace("\n", "\r\n") + "\r\n");
        }
        else
        {
            var code = _options.CapabilitiesInGreeting ? new CapabilityCode(_context.Capabilities()) : null;
            await _output.WriteAsync(new StatusResponse(null, StatusKind.Ok, code, "ImapPS test server ready")).ConfigureAwait(false);
        }

        await _output.AfterAnswerAsync().ConfigureAwait(false);
        await _output.FlushAsync().ConfigureAwait(false);
    }

    /// <returns>False if the connection has ended in the middle of the command.</returns>
    private async Task<bool> HandleAsync()
    {
        var time = Stopwatch.StartNew();
        var (received, logged) = Read();
        var sent = _output.Written;
        _answer = null;
        var going = false;
        try
        {
            going = await HandleAsync(received).ConfigureAwait(false);
        }
        finally
        {
            // Of an answer that could not be sent whole only what was sent counts.
            var octets = Math.Max(0, (going ? _output.Written : _wire.Sent) - sent);
            logged.End(new CommandOutcome(_context.User?.Name, going ? _answer : null, _input.Taken - _taken, octets, going ? time.Elapsed : null));
            _taken = _input.Taken;
        }

        return going;
    }

    private async Task<bool> HandleAsync(ReceivedCommand received)
    {
        _context.Statistics.AddCommand();
        await _output.BeginCommandAsync(received.Tag, _options.Faults.TakeInjections(received.Name)).ConfigureAwait(false);
        var ordered = _options.Faults.Striking(received.Name, _context.User is not null);
        foreach (var fault in ordered)
        {
            if (!await StrikeAsync(fault).ConfigureAwait(false))
                return false;
        }

        var given = _options.Faults.TakeAnswer(received.Name)
            ?? ordered.Select(static f => f.Refusal()).Where(static r => r is not null).Select(static r => new GivenAnswer("", $"{{tag}} {r}\r\n", Execute: false)).FirstOrDefault();
        if (given is not { Execute: false })
        {
            if (await CommandRouter.RunAsync(_context, received).ConfigureAwait(false) is not { } answer)
                return false;
            await ChangeTeller.TellAsync(_context, CommandRouter.MayTellExpunges(received)).ConfigureAwait(false);
            if (given is null)
                await AnswerAsync(received, answer, Delay(ordered)).ConfigureAwait(false);
        }

        if (given is not null)
            await GiveAsync(given, Delay(ordered)).ConfigureAwait(false);

        // A cut belongs to this answer, not to what comes behind it.
        if (ordered.Any(static f => f.Kind == FaultKind.CutAfter))
            await _output.FlushAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Does what a fault does before its command.</summary>
    /// <returns>False if the connection has ended by it.</returns>
    private async Task<bool> StrikeAsync(OrderedFault fault)
    {
        _log.Add(LogDirection.Note, "fault: " + fault);
        switch (fault.Kind)
        {
            case FaultKind.CutAfter:
                // What was answered before is not part of this answer.
                await _output.FlushAsync().ConfigureAwait(false);
                _wire.CutAfter(fault.Octets, fault.Cut);
                return true;
            case FaultKind.UidValidityChange when _context.User?.Mailboxes.Find(fault.Mailbox) is { } mailbox:
                return await RebuildAsync(mailbox).ConfigureAwait(false);
            default:
                return true;
        }
    }

    private async Task<bool> RebuildAsync(LoopbackMailbox mailbox)
    {
        var views = mailbox.Rebuild();
        foreach (var view in views)
        {
            if (view != _context.View)
                view.End?.Invoke();
        }

        if (!views.Contains(_context.View))
            return true;
        await _output.WriteAsync(new StatusResponse(null, StatusKind.Bye, null, "The mailbox was rebuilt")).ConfigureAwait(false);
        await _output.FlushAsync().ConfigureAwait(false);
        await _wire.FinishAsync().ConfigureAwait(false);
        return false;
    }

    private TimeSpan Delay(IReadOnlyList<OrderedFault> ordered) =>
        ordered.Where(static f => f.Kind == FaultKind.Delay).Aggregate(_options.Faults.AnswerDelay, static (sum, f) => sum + f.Time);

    private (ReceivedCommand Command, LoggedCommand Logged) Read()
    {
        var message = _input.Message.Span;
        var received = _reader.Read(message, _input.Detached);
        var logged = _log.Begin(received.Name, received.Tag, CommandTrace.Describe(received, message, _input.Detached));
        var free = _context.Offers("LITERAL+") ? int.MaxValue : _context.Offers("LITERAL-") ? 4096 : -1;
        if (free < int.MaxValue && CommandTrace.HasForbiddenLiteral(message, _input.Detached, free))
            received = new ReceivedCommand { Tag = received.Tag, Name = received.Name, Problem = "A literal must wait for a continuation request" };
        return (received, logged);
    }

    private async Task AnswerAsync(ReceivedCommand received, Answer answer, TimeSpan delay)
    {
        await _output.BeforeAnswerAsync().ConfigureAwait(false);
        await ThinkAsync(delay).ConfigureAwait(false);
        var status = new StatusResponse(received.Tag == "*" ? null : received.Tag, answer.Status, answer.Code, answer.Text);
        ResponseWriter.Write(status, _output.Buffer, _output.Utf8);
        var text = $"{answer.Status.ToString().ToUpperInvariant()} {(answer.Code is null ? "" : $"[{answer.Code.Name}] ")}{answer.Text}";
        _log.Add(LogDirection.Server, $"{received.Tag} {text}");
        _answer = text;
        await _output.AfterAnswerAsync().ConfigureAwait(false);
        if (received.Command == SimpleCommand.StartTls && answer.Status == StatusKind.Ok)
            await StartTlsAsync().ConfigureAwait(false);
        if (received.Command is CompressCommand && answer.Status == StatusKind.Ok)
            await CompressAsync().ConfigureAwait(false);
    }

    private async Task GiveAsync(GivenAnswer given, TimeSpan delay)
    {
        await _output.BeforeAnswerAsync().ConfigureAwait(false);
        await ThinkAsync(delay).ConfigureAwait(false);
        _output.WriteText(given.Text);
        _log.Add(LogDirection.Server, given.Text.TrimEnd());
        if (given.Text.Split('\n').LastOrDefault(static line => line.StartsWith("{tag} ", StringComparison.Ordinal)) is { } tagged)
            _answer = tagged.Substring(6).TrimEnd();
        await _output.AfterAnswerAsync().ConfigureAwait(false);
    }

    private async Task ThinkAsync(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
            return;
        await _output.FlushAsync().ConfigureAwait(false);
        await _wire.WaitAsync(delay).ConfigureAwait(false);
    }

    private async Task CompressAsync()
    {
        await _output.FlushAsync().ConfigureAwait(false);
        _wire.Compress(_input.TakeRest());
        _context.IsCompressed = true;
    }

    private async Task StartTlsAsync()
    {
        await _output.FlushAsync().ConfigureAwait(false);

        // RFC 9051 section 11.1: what came behind STARTTLS in the clear is not part of the conversation.
        if (!_options.Faults.KeepsPlaintextAfterStartTls && _input.Reset() is > 0 and var dropped)
            _log.Add(LogDirection.Note, $"{dropped} octets sent behind STARTTLS were dropped");
        await _startTls().ConfigureAwait(false);
        _context.IsSecure = true;
    }
}
