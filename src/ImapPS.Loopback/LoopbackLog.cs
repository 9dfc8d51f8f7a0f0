using System.Text;

namespace ImapPS.Loopback;

/// <summary>What happened on a server: its commands, status responses, and connections. Keeps the last <see cref="Capacity"/> lines, and as many commands.</summary>
public sealed class LoopbackLog
{
    public const int Capacity = 10_000;

    private const int MaxText = 1000;

    private readonly object _lock = new();
    private readonly Queue<LoopbackLogEntry> _entries = new();
    private readonly Queue<LoggedCommand> _commands = new();

    /// <summary>The lines at this moment.</summary>
    public IReadOnlyList<LoopbackLogEntry> Entries
    {
        get
        {
            lock (_lock)
                return _entries.ToArray();
        }
    }

    /// <summary>The commands alone, without their tags: "LOGIN user ***".</summary>
    public IReadOnlyList<string> Commands =>
        Entries.Where(static e => e.Direction == LogDirection.Client).Select(static e => e.Text.Substring(e.Text.IndexOf(' ') + 1)).ToArray();

    /// <summary>The commands with what became of each, at this moment.</summary>
    public IReadOnlyList<LoggedCommand> Exchanges
    {
        get
        {
            lock (_lock)
                return _commands.ToArray();
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _commands.Clear();
        }
    }

    internal void Add(int connection, LogDirection direction, string text)
    {
        var entry = new LoopbackLogEntry(DateTimeOffset.Now, connection, direction, Printable(text));
        lock (_lock)
        {
            if (_entries.Count == Capacity)
                _entries.Dequeue();
            _entries.Enqueue(entry);
        }
    }

    internal LoggedCommand AddCommand(int connection, string name, string text)
    {
        var command = new LoggedCommand(connection, name, Printable(text));
        lock (_lock)
        {
            if (_commands.Count == Capacity)
                _commands.Dequeue();
            _commands.Enqueue(command);
        }

        return command;
    }

    private static string Printable(string text)
    {
        var result = new StringBuilder(text, 0, Math.Min(text.Length, MaxText), Math.Max(16, Math.Min(text.Length, MaxText)));
        for (var i = 0; i < result.Length; i++)
        {
            if (char.IsControl(result[i]))
                result[i] = '.';
        }

        return result.ToString();
    }
}
