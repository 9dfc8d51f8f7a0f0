using ImapPS.Loopback.Scripts;

namespace ImapPS.Loopback.Replay;

/// <summary>Finds what a command of a client is answered from.</summary>
internal sealed class ReplayMatcher(LoopbackTranscript transcript)
{
    private readonly HashSet<RecordedCommand> _used = [];
    private RecordedConnection? _connection;
    private int _next;
    private string _mailbox = "";

    /// <summary>The recorded connection that is played; the first command decides.</summary>
    public RecordedConnection? Connection => _connection;

    /// <summary>Finds the recorded command that this one is.</summary>
    /// <param name="line">The command with its literals in place.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Null if there is none.</returns>
    public RecordedCommand? Find(string line, string name)
    {
        _connection ??= transcript.Take();
        if (_connection is null)
            return null;
        var found = name is "LOGIN" or "AUTHENTICATE" ? FindLogin() : transcript.IsStrict ? FindNext(line) : FindAnywhere(line);
        if (found is null)
            return null;
        _used.Add(found);
        if (name is "SELECT" or "EXAMINE")
            _mailbox = found.Exchange.Status == "OK" ? found.Pattern : "";
        else if (name is "CLOSE" or "UNSELECT")
            _mailbox = "";
        return found;
    }

    /// <summary>What was fetched with these items in the mailbox that is selected, in the order in which it was recorded.</summary>
    public IEnumerable<RecordedCommand> FindFetches(string items) => All().Where(c =>
        c.Mailbox == _mailbox && c.Exchange.Name == "UID FETCH" && ReplayPattern.OfFetch(c.Pattern) is { } fetch && string.Equals(fetch.Items, items, StringComparison.OrdinalIgnoreCase));

    private RecordedCommand? FindLogin()
    {
        var commands = _connection!.Commands;
        var index = commands.FindIndex(_next, static c => c.IsLogin);
        if (index < 0)
            return transcript.IsStrict ? null : All().FirstOrDefault(static c => c.IsLogin);
        _next = index + 1;
        return commands[index];
    }

    /// <summary>The next one, or one behind what belongs to connections alone.</summary>
    private RecordedCommand? FindNext(string line)
    {
        var commands = _connection!.Commands;
        for (var i = _next; i < commands.Count; i++)
        {
            if (LinePattern.Matches(commands[i].Pattern, line, out _))
            {
                _next = i + 1;
                return commands[i];
            }

            if (!commands[i].IsOfConnection)
                return null;
        }

        return null;
    }

    private RecordedCommand? FindAnywhere(string line)
    {
        var own = _connection!.Commands.Where(c => c.Mailbox == _mailbox && LinePattern.Matches(c.Pattern, line, out _)).ToArray();
        return Array.Find(own, c => !_used.Contains(c))
            ?? own.LastOrDefault()
            ?? All().FirstOrDefault(c => c.Mailbox == _mailbox && LinePattern.Matches(c.Pattern, line, out _));
    }

    private IEnumerable<RecordedCommand> All() => transcript.Connections.SelectMany(static c => c.Commands);
}
