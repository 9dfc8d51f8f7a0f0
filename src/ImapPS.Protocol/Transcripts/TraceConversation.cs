using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>One connection of a trace: which response answers which command.</summary>
internal sealed class TraceConversation
{
    /// <summary>No client has as many commands in flight; a trace that has lost its answers is not to fill the memory.</summary>
    private const int MaxInFlight = 10_000;

    // The name of a command is an atom; nothing else behind a tag is one.
    private static readonly Regex Command = new(@"^([^\s+*]\S{0,199}) +((?:UID +)?[A-Za-z][A-Za-z0-9.-]{0,31})(?: +(.*))?$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    private static readonly Regex StatusLine = new(@"^(\S+) +(OK|NO|BAD|PREAUTH|BYE)(?: +\[([^\]]*)\])?(?: +(.*))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private readonly int _connection;
    private readonly bool _keepContent;
    private readonly TraceAssembler _client;
    private readonly TraceAssembler _server;
    private readonly LinkedList<TranscriptExchange> _inFlight = new();
    private readonly Queue<TranscriptExchange> _done = new();
    private readonly List<TranscriptResponse> _goOn = [];
    private bool _greeted;

    public TraceConversation(int connection, bool keepContent)
    {
        _connection = connection;
        _keepContent = keepContent;
        _client = new TraceAssembler(TranscriptDirection.Client, keepContent);
        _server = new TraceAssembler(TranscriptDirection.Server, keepContent);
    }

    /// <summary>Whether one side is in the middle of a literal.</summary>
    public bool IsInLiteral(TranscriptDirection direction) => Side(direction).LiteralLeft > 0;

    /// <summary>Whether one side is in the middle of a message.</summary>
    public bool IsOpen(TranscriptDirection direction) => Side(direction).IsOpen;

    /// <summary>Whether a login waits for what the client answers to a challenge, or IDLE for its end.</summary>
    public bool AwaitsClient => _inFlight.Last?.Value is { Name: "AUTHENTICATE" or "IDLE", ResponseCount: > 0 };

    /// <summary>Whether a line answers a command in flight.</summary>
    public bool IsAnswer(string line)
    {
        if ((_inFlight.Count == 0 && !_client.IsOpen) || StatusLine.Match(line) is not { Success: true } match)
            return false;
        var tag = match.Groups[1].Value;
        // Or one whose literal is refused before it is sent.
        return Find(tag) is not null || (_client.IsOpen && _client.OpenText.StartsWith(tag + " ", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Takes a record.</summary>
    /// <param name="chunk">The record.</param>
    /// <param name="hasLiterals">Whether the trace has the content of literals.</param>
    /// <param name="exact">Whether octets can be counted on: if not, an answer ends a literal that has lost some.</param>
    public void Take(TraceChunk chunk, bool hasLiterals, bool exact)
    {
        var side = Side(chunk.Direction);
        if (!exact && side.IsOpen && chunk.Direction == TranscriptDirection.Server && chunk.Piece.Kind == TranscriptPieceKind.Line
            && IsAnswer(Grammar.ByteText.ToText(chunk.Piece.Octets)))
        {
            Deliver(chunk.Direction, side.Cut());
        }

        Deliver(chunk.Direction, side.Take(chunk.Time, chunk.Piece, hasLiterals));
    }

    /// <summary>The trace is over.</summary>
    public void End()
    {
        Deliver(TranscriptDirection.Client, _client.Cut());
        Deliver(TranscriptDirection.Server, _server.Cut());
        foreach (var open in _inFlight)
            open.Incomplete = open.IsOver = true;
        _inFlight.Clear();
    }

    /// <summary>The next exchange that is complete, in the order in which they began.</summary>
    public bool TryTake(out TranscriptExchange exchange)
    {
        exchange = null!;
        if (_done.Count == 0 || !_done.Peek().IsOver)
            return false;
        exchange = _done.Dequeue();
        return true;
    }

    private TraceAssembler Side(TranscriptDirection direction) => direction == TranscriptDirection.Client ? _client : _server;

    private TranscriptExchange? Find(string tag) => _inFlight.FirstOrDefault(e => string.Equals(e.Tag, tag, StringComparison.OrdinalIgnoreCase));

    private void Deliver(TranscriptDirection direction, TraceMessage? message)
    {
        if (message is null)
            return;
        if (direction == TranscriptDirection.Client)
            Sent(message);
        else
            Received(message);
    }

    private void Sent(TraceMessage message)
    {
        if (_inFlight.Last?.Value is { Name: "AUTHENTICATE" or "IDLE" } waiting && message.Text.Trim().IndexOf(' ') < 0)
        {
            // The answer to a challenge, or DONE.
            waiting.OctetsSent += message.Octets;
            return;
        }

        var match = Command.Match(message.Text);
        var tag = match.Success ? match.Groups[1].Value : "*";
        var name = match.Success ? Regex.Replace(match.Groups[2].Value, " +", " ").ToUpperInvariant() : "";
        var exchange = Begin(tag, name, match.Success ? Hide(name, match.Groups[3].Value) : HideAnswer(message.Text), message.Time);
        exchange.OctetsSent = message.Octets;
        exchange.Incomplete = message.Incomplete || !match.Success;
        exchange.Sent = message.Pieces;
        foreach (var request in _goOn)
            exchange.Add(request, _keepContent);
        _goOn.Clear();
        if (!match.Success)
        {
            Finish(exchange, message.Ended);
            return;
        }

        _inFlight.AddLast(exchange);
        if (_inFlight.Count > MaxInFlight)
        {
            _inFlight.First!.Value.Incomplete = true;
            Finish(_inFlight.First.Value, null);
        }
    }

    private void Received(TraceMessage message)
    {
        var response = new TranscriptResponse(message.Time, message.Text, message.Octets, message.Pieces);
        if (_client.IsOpen && message.Text.StartsWith("+", StringComparison.Ordinal))
        {
            // Go on, it says to the client, which is in the middle of a command.
            _goOn.Add(response);
            return;
        }

        var match = StatusLine.Match(message.Text);
        if (_client.IsOpen && match.Success && match.Groups[1].Value != "*" && Find(match.Groups[1].Value) is null)
            Deliver(TranscriptDirection.Client, _client.Cut());
        var answered = match.Success ? Find(match.Groups[1].Value) : null;
        var exchange = answered ?? _inFlight.First?.Value;
        if (exchange is null)
        {
            var isGreeting = !_greeted && match.Success && match.Groups[1].Value == "*";
            exchange = Begin("*", isGreeting ? TranscriptExchange.Greeting : TranscriptExchange.Unasked, "", message.Time);
            // An answer to a command that the trace has not.
            exchange.Incomplete = match.Success && match.Groups[1].Value != "*";
            answered = exchange;
        }

        _greeted = true;
        exchange.Incomplete |= message.Incomplete;
        exchange.Add(response, _keepContent);
        if (answered is null)
            return;
        if (match.Success)
        {
            exchange.Status = match.Groups[2].Value.ToUpperInvariant();
            exchange.Code = match.Groups[3].Success ? match.Groups[3].Value : null;
            exchange.Text = match.Groups[4].Value;
        }

        Finish(exchange, message.Ended);
    }

    private TranscriptExchange Begin(string tag, string name, string arguments, DateTime? time)
    {
        var exchange = new TranscriptExchange(_connection, tag, name, arguments, time);
        _done.Enqueue(exchange);
        return exchange;
    }

    private void Finish(TranscriptExchange exchange, DateTime? time)
    {
        exchange.Ended = time;
        exchange.IsOver = true;
        _inFlight.Remove(exchange);
    }

    /// <summary>What is no command may be the answer to a challenge that the trace has not.</summary>
    private static string HideAnswer(string text) => text.Trim() is var answer && answer.Length > 4 && answer.IndexOf(' ') < 0 ? "***" : text;

    /// <summary>Takes secrets out: a trace of others may have them in it.</summary>
    private static string Hide(string name, string arguments)
    {
        var first = Regex.Match(arguments, @"^(""(?:[^""\\]|\\.)*""|\S+)(.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant);
        return name is "LOGIN" or "AUTHENTICATE" && first.Groups[2].Length > 0 ? first.Groups[1].Value + " ***" : arguments;
    }
}
