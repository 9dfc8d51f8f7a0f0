using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Session;
using ImapPS.Loopback.Session.Handlers;
using ImapPS.Loopback.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Transcripts;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Replay;

/// <summary>One connection to a server that answers from a transcript.</summary>
internal sealed class ReplaySession : IDisposable
{
    private readonly LoopbackTranscript _transcript;
    private readonly ReplayMatcher _matcher;
    private readonly ConversationRedactor _cutter = new();
    private readonly Wire _wire;
    private readonly SessionOutput _output;
    private readonly SessionInput _input;
    private readonly SessionContext _context;
    private readonly CommandReader _reader;
    private readonly ConnectionLog _log;
    private readonly Func<Task> _startTls;
    private string? _answer;
    private long _taken;

    public ReplaySession(LoopbackTranscript transcript, LoopbackOptions options, LoopbackStatistics statistics, Wire wire, bool isSecure, Func<Task> startTls, Func<string, byte[]?>? channelBinding, ConnectionLog log)
    {
        _transcript = transcript;
        _matcher = new ReplayMatcher(transcript);
        _wire = wire;
        _startTls = startTls;
        _log = log;
        _output = new SessionOutput(wire);
        _input = new SessionInput(wire, _output, options.MaxMessageSize);
        _reader = new CommandReader(_input.Limits);
        _context = new SessionContext(Options(transcript, options), statistics, _input, _output, _reader) { IsSecure = isSecure, ChannelBinding = channelBinding };
    }

    public async Task RunAsync()
    {
        try
        {
            await GreetAsync().ConfigureAwait(false);
            while (!_context.IsEnding && await _input.ReadAsync().ConfigureAwait(false))
            {
                if (!await HandleAsync().ConfigureAwait(false))
                    return;
            }

            await _output.FlushAsync().ConfigureAwait(false);
        }
        catch (FramingException e)
        {
            await SayAsync("* BYE " + e.Message).ConfigureAwait(false);
        }

        await _wire.FinishAsync().ConfigureAwait(false);
    }

    public void Dispose() => _output.Dispose();

    /// <summary>What the server offered to log in with when it was recorded; the users are this server's.</summary>
    private static LoopbackOptions Options(LoopbackTranscript transcript, LoopbackOptions given)
    {
        var options = new LoopbackOptions { ScramIterations = given.ScramIterations };
        foreach (var user in given.Users)
            options.Users.Add(user);
        options.Mechanisms.Clear();
        foreach (var mechanism in transcript.Mechanisms)
            options.Mechanisms.Add(mechanism);
        return options;
    }

    private async Task GreetAsync()
    {
        var recorded = _transcript.Peek();
        if (recorded is null)
        {
            Deviate("A connection more than were recorded.");
            _context.IsEnding = true;
            await SayAsync("* BYE No more connections were recorded").ConfigureAwait(false);
        }
        else if (recorded.Greeting is null || (_context.IsSecure && recorded.Commands.Exists(static c => c.Exchange.Name == "STARTTLS")))
        {
            // What it could do before TLS is not what it can do with TLS.
            await SayAsync("* OK Ready").ConfigureAwait(false);
        }
        else
        {
            foreach (var response in recorded.Greeting.Responses)
                await SendAsync(response, "*", "*").ConfigureAwait(false);
            await _output.FlushAsync().ConfigureAwait(false);
        }
    }

    /// <returns>False if the connection has ended in the middle of the command.</returns>
    private async Task<bool> HandleAsync()
    {
        var time = Stopwatch.StartNew();
        var sent = _output.Written;
        var received = _reader.Read(_input.Message.Span, _input.Detached);
        _context.Statistics.AddCommand();
        var shown = CommandTrace.Describe(received, _input.Message.Span, _input.Detached);
        var logged = _log.Begin(received.Name, received.Tag, shown);
        var line = ReplayPattern.OfSent(_cutter.Command(_input.Message.Span, _input.Detached, redact: false));
        var going = false;
        try
        {
            going = await AnswerAsync(received, line, shown).ConfigureAwait(false);
        }
        finally
        {
            logged.End(new CommandOutcome(_context.User?.Name, going ? _answer : null, _input.Taken - _taken, Math.Max(0, _output.Written - sent), going ? time.Elapsed : null));
            _taken = _input.Taken;
        }

        return going;
    }

    private async Task<bool> AnswerAsync(ReceivedCommand received, string line, string shown)
    {
        if (_matcher.Find(line, received.Name) is { } recorded)
        {
            _answer = $"{recorded.Exchange.Status} {recorded.Exchange.Text}";
            return await PlayAsync(received, recorded).ConfigureAwait(false);
        }

        // When a NOOP comes is a matter of the clock: a client that was slower than the recorded one lets the server tell what happened meanwhile.
        if ((!_transcript.IsStrict || received.Name == "NOOP") && await ImproviseAsync(received, line).ConfigureAwait(false))
        {
            _answer = "OK Not recorded";
            return true;
        }

        Deviate($"'{shown}' was not recorded{(_transcript.IsStrict ? " here" : "")}.");
        _answer = "BAD Not recorded";
        await SayAsync($"{received.Tag} BAD The transcript has no such command{(_transcript.IsStrict ? " here" : "")}").ConfigureAwait(false);
        return true;
    }

    private async Task<bool> PlayAsync(ReceivedCommand received, RecordedCommand recorded)
    {
        var exchange = recorded.Exchange;
        if (recorded.IsLogin && exchange.Status == "OK")
        {
            var answer = await LogInAsync(received).ConfigureAwait(false);
            if (answer is null)
                return false;
            if (answer.Status != StatusKind.Ok)
            {
                await SayAsync($"{received.Tag} {answer.Status.ToString().ToUpperInvariant()} {(answer.Code is null ? "" : $"[{answer.Code.Name}] ")}{answer.Text}").ConfigureAwait(false);
                return true;
            }
        }

        var isIdle = exchange.Name == "IDLE";
        if (isIdle)
            await SayAsync("+ idling").ConfigureAwait(false);
        foreach (var response in exchange.Responses)
        {
            var isAnswer = response.Text.StartsWith(exchange.Tag + " ", StringComparison.OrdinalIgnoreCase);
            if (isAnswer && isIdle && !await AwaitDoneAsync().ConfigureAwait(false))
                return false;
            // Continuation requests are made as the client needs them.
            if (!response.Text.StartsWith("+", StringComparison.Ordinal))
                await SendAsync(response, exchange.Tag, received.Tag).ConfigureAwait(false);
        }

        if (exchange.Status is null)
        {
            // The connection was lost here, or the recording ended.
            await _output.FlushAsync().ConfigureAwait(false);
            await _wire.CutAsync(CutKind.Close).ConfigureAwait(false);
        }

        foreach (var response in recorded.Behind)
            await SendAsync(response, "*", "*").ConfigureAwait(false);
        await SwitchAsync(exchange).ConfigureAwait(false);
        return true;
    }

    /// <summary>What an answer changes in the connection.</summary>
    private async Task SwitchAsync(TranscriptExchange exchange)
    {
        if (exchange.Status != "OK")
            return;
        switch (exchange.Name)
        {
            case "STARTTLS":
                await _output.FlushAsync().ConfigureAwait(false);
                _input.Reset();
                await _startTls().ConfigureAwait(false);
                _context.IsSecure = true;
                break;
            case "COMPRESS":
                await _output.FlushAsync().ConfigureAwait(false);
                _wire.Compress(_input.TakeRest());
                break;
            case "LOGOUT":
                _context.IsEnding = true;
                break;
        }
    }

    private async Task<Answer?> LogInAsync(ReceivedCommand received) => received.Command switch
    {
        LoginCommand login => AuthenticationCommands.Login(_context, login),
        AuthenticateCommand authenticate => await AuthenticationCommands.AuthenticateAsync(_context, authenticate).ConfigureAwait(false),
        _ => Answer.Bad(received.Problem ?? "Unreadable"),
    };

    /// <summary>Answers what needs no recording, and what can be put together from what was recorded.</summary>
    private async Task<bool> ImproviseAsync(ReceivedCommand received, string line)
    {
        if (ReplayPattern.OfFetch(line) is { } fetch && await FetchAsync(received.Tag, fetch.Set, fetch.Items).ConfigureAwait(false))
            return true;
        switch (received.Name)
        {
            case "NOOP" or "CHECK" or "UNSELECT" or "ID" or "ENABLE":
                await SayAsync($"{received.Tag} OK Not recorded, but no matter").ConfigureAwait(false);
                return true;
            case "IDLE":
                await SayAsync("+ idling").ConfigureAwait(false);
                if (await AwaitDoneAsync().ConfigureAwait(false))
                    await SayAsync($"{received.Tag} OK Idled").ConfigureAwait(false);
                return true;
            case "LOGOUT":
                _context.IsEnding = true;
                await SayAsync($"* BYE Goodbye\r\n{received.Tag} OK Goodbye").ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Messages are read in windows whose size depends on how fast they come: what was read in others will do.</summary>
    private async Task<bool> FetchAsync(string tag, string set, string items)
    {
        if (!UidSet.TryParse(Encoding.ASCII.GetBytes(set), out var wanted))
            return false;
        var found = new SortedDictionary<uint, TranscriptResponse>();
        foreach (var response in _matcher.FindFetches(items).SelectMany(static c => c.Exchange.Responses))
        {
            if (Regex.Match(response.Text, @"^\* \d+ FETCH .*\bUID (\d{1,10})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline) is { Success: true } match
                && uint.TryParse(match.Groups[1].Value, out var uid) && wanted.Contains(uid))
            {
                found[uid] = response;
            }
        }

        if (found.Count == 0)
            return false;
        foreach (var response in found.Values)
            await SendAsync(response, "*", "*").ConfigureAwait(false);
        await SayAsync($"{tag} OK Put together from what was recorded").ConfigureAwait(false);
        return true;
    }

    private async Task<bool> AwaitDoneAsync()
    {
        await _output.FlushAsync().ConfigureAwait(false);
        if (!await _input.ReadAsync().ConfigureAwait(false))
            return false;
        _log.Add(LogDirection.Client, "DONE");
        return true;
    }

    private async Task SendAsync(TranscriptResponse response, string recordedTag, string tag)
    {
        var first = true;
        foreach (var piece in response.Pieces)
        {
            switch (piece.Kind)
            {
                case TranscriptPieceKind.Line:
                    var octets = first ? WithTag(piece.Octets, recordedTag, tag) : piece.Octets;
                    await _output.WriteLargeAsync(octets).ConfigureAwait(false);
                    _output.Buffer.Append("\r\n"u8);
                    break;
                case TranscriptPieceKind.Literal:
                    await _output.WriteLargeAsync(piece.Octets).ConfigureAwait(false);
                    break;
                default:
                    await FillAsync(piece.Length).ConfigureAwait(false);
                    break;
            }

            first = false;
        }
    }

    private async Task FillAsync(long length)
    {
        var block = new byte[(int)Math.Min(length, 64 * 1024)];
        for (long at = 0; at < length; at += block.Length)
        {
            var count = (int)Math.Min(block.Length, length - at);
            TranscriptFiller.Fill(block.AsSpan(0, count), at, length);
            await _output.WriteLargeAsync(block.AsMemory(0, count)).ConfigureAwait(false);
        }
    }

    /// <summary>The tag stands at the beginning of an answer, and in the data of ESEARCH (RFC 4466 section 2.6.2).</summary>
    private static byte[] WithTag(byte[] line, string recorded, string tag)
    {
        if (recorded == tag)
            return line;
        var text = ByteText.Latin1.GetString(line);
        if (text.StartsWith(recorded + " ", StringComparison.OrdinalIgnoreCase))
            text = $"{tag}{text.Remove(0, recorded.Length)}";
        else if (text.StartsWith("* ESEARCH", StringComparison.OrdinalIgnoreCase))
            text = text.Replace($"\"{recorded}\"", $"\"{tag}\"");
        return ByteText.Latin1.GetBytes(text);
    }

    private async Task SayAsync(string text)
    {
        _log.Add(LogDirection.Server, text);
        _output.Buffer.Append(Encoding.UTF8.GetBytes(text + "\r\n"));
        await _output.FlushAsync().ConfigureAwait(false);
    }

    private void Deviate(string what)
    {
        _transcript.Deviate(what);
        _log.Add(LogDirection.Note, "deviation: " + what);
    }
}
