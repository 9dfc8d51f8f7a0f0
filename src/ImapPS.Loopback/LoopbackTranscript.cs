using System.Text.RegularExpressions;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Loopback;

/// <summary>
/// A recorded conversation that a server answers from, whatever IMAP says of it. Logging in is done anew, with the server's
/// own users, since no transcript holds secrets; so is TLS. What was replaced in a redacted transcript stands for anything.
/// </summary>
public sealed class LoopbackTranscript
{
    private readonly object _lock = new();
    private readonly List<string> _deviations = [];
    private readonly IReadOnlyList<Replay.RecordedConnection> _connections;
    private int _next;

    private LoopbackTranscript(IReadOnlyList<Replay.RecordedConnection> connections, bool strict)
    {
        _connections = connections;
        IsStrict = strict;
        Mechanisms = connections.SelectMany(static c => c.Commands.SelectMany(static r => r.Exchange.Responses).Concat(c.Greeting?.Responses ?? []))
            .SelectMany(static r => Regex.Matches(r.Text, @"\bAUTH=([A-Z0-9_-]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant).Cast<Match>())
            .Select(static m => m.Groups[1].Value.ToUpperInvariant())
            .Distinct()
            .ToArray();
    }

    /// <summary>
    /// Whether commands must come as they were recorded, one after the other. If not, each is looked up wherever it was
    /// recorded, and what needs no recording (NOOP, LOGOUT, IDLE) is answered anyhow. NOOP always is: clients send it by the clock.
    /// </summary>
    public bool IsStrict { get; }

    /// <summary>What did not go as it was recorded.</summary>
    public IReadOnlyList<string> Deviations
    {
        get
        {
            lock (_lock)
                return _deviations.ToArray();
        }
    }

    /// <summary>The mechanisms that were offered.</summary>
    internal IReadOnlyList<string> Mechanisms { get; }

    internal IReadOnlyList<Replay.RecordedConnection> Connections => _connections;

    /// <summary>Reads a trace of any form that <see cref="TranscriptReader"/> knows.</summary>
    /// <param name="lines">Its lines, octets as Latin-1.</param>
    /// <param name="strict">See <see cref="IsStrict"/>.</param>
    /// <exception cref="FormatException">It is no trace, or there is no command in it.</exception>
    public static LoopbackTranscript Read(IEnumerable<string> lines, bool strict = false)
    {
        var reader = new TranscriptReader(keepContent: true);
        var exchanges = new List<TranscriptExchange>();
        foreach (var line in lines ?? throw new ArgumentNullException(nameof(lines)))
            exchanges.AddRange(reader.Read(line));
        exchanges.AddRange(reader.End());
        var connections = exchanges.GroupBy(static e => e.Connection).OrderBy(static g => g.Key)
            .Select(g => new Replay.RecordedConnection(g, reader.IsRedacted))
            .Where(static c => c.Commands.Count > 0)
            .ToArray();
        return connections.Length > 0 ? new LoopbackTranscript(connections, strict) : throw new FormatException("There is no command in the transcript.");
    }

    /// <summary>Reads a file. See <see cref="Read"/>.</summary>
    public static LoopbackTranscript Load(string path, bool strict = false) => Read(TranscriptFormat.ReadLines(path), strict);

    internal void Deviate(string what)
    {
        lock (_lock)
            _deviations.Add(what);
    }

    /// <summary>The recorded connection that the next one with a command plays; null if there is none left to play strictly.</summary>
    internal Replay.RecordedConnection? Take()
    {
        lock (_lock)
        {
            if (_next < _connections.Count)
                return _connections[_next++];
            return IsStrict ? null : _connections[_connections.Count - 1];
        }
    }

    internal Replay.RecordedConnection? Peek()
    {
        lock (_lock)
            return _next < _connections.Count ? _connections[_next] : IsStrict ? null : _connections[_connections.Count - 1];
    }
}
