namespace ImapPS.Loopback.Faults;

/// <summary>
/// Faults on order, for every connection of a server. All can be set at the start and while it runs. Octets are those
/// of IMAP, inside TLS if there is TLS. In texts {tag} stands for the command's tag; each line gets its CRLF by itself.
/// </summary>
public sealed class LoopbackFaults
{
    /// <summary>Stands for any command in the methods that take a command's name.</summary>
    public const string AnyCommand = "*";

    /// <summary>Stands for the greeting in the Inject methods.</summary>
    public const string Greeting = "GREETING";

    private readonly object _lock = new();
    private readonly List<GivenAnswer> _answers = [];
    private readonly List<Injection> _injections = [];
    private readonly List<OrderedFault> _ordered = [];
    private long _latency;
    private long _answerDelay;
    private volatile CutRule? _sentCut;
    private volatile CutRule? _receivedCut;
    private volatile bool _oneByteAtATime;
    private volatile bool _silent;
    private volatile bool _keepsPlaintext;
    private volatile bool _hasOrdered;
    private volatile int _pending;
    private volatile int _scramSignature;
    private volatile string? _scramIterations;

    /// <summary>
    /// The round-trip time of a simulated line: each piece is delivered half of it later, in both directions, without
    /// holding up what follows it. So a client that sends ahead is rewarded as on a real line.
    /// </summary>
    public TimeSpan Latency
    {
        get => new(Interlocked.Read(ref _latency));
        set => Interlocked.Exchange(ref _latency, value.Ticks);
    }

    /// <summary>How long the server thinks before each answer, one command after the other.</summary>
    public TimeSpan AnswerDelay
    {
        get => new(Interlocked.Read(ref _answerDelay));
        set => Interlocked.Exchange(ref _answerDelay, value.Ticks);
    }

    /// <summary>Sends each octet by itself.</summary>
    public bool OneByteAtATime
    {
        get => _oneByteAtATime;
        set => _oneByteAtATime = value;
    }

    /// <summary>Stops answering while it is true; the connections stay open.</summary>
    public bool Silent
    {
        get => _silent;
        set => _silent = value;
    }

    /// <summary>
    /// Acts as a server that doesn't drop what came with STARTTLS: it reads it as if it had come inside TLS
    /// (CVE-2011-0411 and its like).
    /// </summary>
    public bool KeepsPlaintextAfterStartTls
    {
        get => _keepsPlaintext;
        set => _keepsPlaintext = value;
    }

    /// <summary>Breaks the server's proof in SCRAM.</summary>
    public ScramSignatureFault ScramSignature
    {
        get => (ScramSignatureFault)_scramSignature;
        set => _scramSignature = (int)value;
    }

    /// <summary>What SCRAM announces as its iteration count, a number or not, in place of the true one; null for that.</summary>
    public string? ScramIterations
    {
        get => _scramIterations;
        set => _scramIterations = value;
    }

    /// <summary>Ends a connection once it has been sent this many octets, those before TLS counted too.</summary>
    /// <param name="octets">Counted by each connection from now, or from its beginning.</param>
    /// <param name="kind">How it ends.</param>
    /// <param name="everyConnection">False: the first connection that comes so far, and no other.</param>
    public void CutAfterSent(long octets, CutKind kind = CutKind.Close, bool everyConnection = false) =>
        _sentCut = new CutRule(octets, kind, everyConnection);

    /// <summary>
    /// Ends a connection once this many octets have come from the client. A command that was complete by then is
    /// carried out, but not answered.
    /// </summary>
    /// <inheritdoc cref="CutAfterSent"/>
    /// <param name="octets">Counted by each connection from now, or from its beginning.</param>
    /// <param name="kind">How it ends.</param>
    /// <param name="everyConnection">False: the first connection that comes so far, and no other.</param>
    /// <param name="farewell">What is said before, in place of the answer: "* BYE [UNAVAILABLE] later"; null for nothing.</param>
    public void CutAfterReceived(long octets, CutKind kind = CutKind.Close, bool everyConnection = false, string? farewell = null) =>
        _receivedCut = new CutRule(octets, kind, everyConnection, farewell is null ? null : WithLineEnds(farewell));

    /// <summary>Answers the next command of that name with these lines: "{tag} NO [INUSE] later".</summary>
    /// <param name="command">"SELECT", "UID FETCH", or <see cref="AnyCommand"/>.</param>
    /// <param name="lines">One line or several.</param>
    /// <param name="times">For how many commands.</param>
    /// <param name="execute">Whether the command is carried out all the same, and only its answer replaced.</param>
    public void AnswerNext(string command, string lines, int times = 1, bool execute = false)
    {
        lock (_lock)
        {
            for (var i = 0; i < times; i++)
                _answers.Add(new GivenAnswer(Name(command), WithLineEnds(lines), execute));
            _pending = _answers.Count + _injections.Count;
        }
    }

    /// <summary>Sends text before the answer to the next command of that name, in the same piece as the answer.</summary>
    public void InjectBefore(string command, string lines, bool thenClose = false) =>
        Add(new Injection(Name(command), WithLineEnds(lines), InjectionPoint.Before, 0, thenClose));

    /// <summary>Sends text after that many untagged responses of the next command of that name, at the latest before its tagged one.</summary>
    public void InjectAfterResponses(string command, int responses, string lines, bool thenClose = false) =>
        Add(new Injection(Name(command), WithLineEnds(lines), InjectionPoint.AfterResponses, responses, thenClose));

    /// <summary>
    /// Sends text behind the answer to the next command of that name, in the same piece: behind the OK of STARTTLS, for
    /// example, before TLS begins.
    /// </summary>
    public void InjectAfter(string command, string lines, bool thenClose = false) =>
        Add(new Injection(Name(command), WithLineEnds(lines), InjectionPoint.AfterAnswer, 0, thenClose));

    /// <summary>Orders a fault for certain commands; several can strike one.</summary>
    public void Order(OrderedFault fault)
    {
        lock (_lock)
        {
            _ordered.Add(fault ?? throw new ArgumentNullException(nameof(fault)));
            _hasOrdered = true;
        }
    }

    /// <summary>What was ordered, what has struck already included.</summary>
    public IReadOnlyList<OrderedFault> Ordered
    {
        get
        {
            lock (_lock)
                return _ordered.ToArray();
        }
    }

    /// <summary>Takes back all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _answers.Clear();
            _injections.Clear();
            _ordered.Clear();
            _hasOrdered = false;
            _pending = 0;
        }

        Latency = AnswerDelay = TimeSpan.Zero;
        OneByteAtATime = Silent = KeepsPlaintextAfterStartTls = false;
        ScramSignature = ScramSignatureFault.None;
        ScramIterations = null;
        _sentCut = _receivedCut = null;
    }

    internal CutRule? SentCut => _sentCut;

    internal CutRule? ReceivedCut => _receivedCut;

    internal GivenAnswer? TakeAnswer(string command)
    {
        if (_pending == 0)
            return null;
        lock (_lock)
        {
            var index = _answers.FindIndex(a => Matches(a.Command, command));
            if (index < 0)
                return null;
            var answer = _answers[index];
            _answers.RemoveAt(index);
            _pending = _answers.Count + _injections.Count;
            return answer;
        }
    }

    internal IReadOnlyList<Injection> TakeInjections(string command)
    {
        if (_pending == 0)
            return [];
        lock (_lock)
        {
            var taken = _injections.FindAll(i => Matches(i.Command, command));
            _injections.RemoveAll(taken.Contains);
            _pending = _answers.Count + _injections.Count;
            return taken;
        }
    }

    internal IReadOnlyList<OrderedFault> Striking(string command, bool loggedIn) =>
        _hasOrdered ? Ordered.Where(f => f.Strikes(command, loggedIn)).ToArray() : [];

    private static bool Matches(string wanted, string command) =>
        wanted == command || (wanted == AnyCommand && command != Greeting);

    private static string Name(string command) =>
        (command ?? throw new ArgumentNullException(nameof(command))).ToUpperInvariant();

    private static string WithLineEnds(string lines)
    {
        var text = (lines ?? throw new ArgumentNullException(nameof(lines))).Replace("\r\n", "\n");
        if (text.Length > 0 && text[text.Length - 1] != '\n')
            text += "\n";
        return text.Replace("\n", "\r\n");
    }

    private void Add(Injection injection)
    {
        lock (_lock)
        {
            _injections.Add(injection);
            _pending = _answers.Count + _injections.Count;
        }
    }
}
