using System.Globalization;

namespace ImapPS.Loopback.Scripts;

/// <summary>
/// A conversation that a server plays, whatever IMAP says of it: each connection plays it from its beginning. In what is
/// sent {tag} stands for the tag of the last line that an expectation with {tag} took.
/// </summary>
public sealed class LoopbackScript
{
    private readonly object _lock = new();
    private readonly List<ScriptStep> _steps = [];
    private readonly List<string> _failures = [];
    private int _completed;

    /// <summary>What did not go as the script has it.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_lock)
                return _failures.ToArray();
        }
    }

    /// <summary>How many connections played it to its end.</summary>
    public int Completed => Volatile.Read(ref _completed);

    internal IReadOnlyList<ScriptStep> Steps => _steps;

    /// <summary>
    /// Reads a script: lines "S: text" are sent, "C: pattern" expected, "-- starttls", "-- wait 100" (milliseconds),
    /// "-- close" and "-- reset" done; empty lines and lines that begin with # are passed over.
    /// </summary>
    /// <exception cref="FormatException">A line is none of these.</exception>
    public static LoopbackScript Parse(string text)
    {
        var script = new LoopbackScript();
        foreach (var raw in (text ?? throw new ArgumentNullException(nameof(text))).Split('\n'))
        {
            var line = raw.Trim('\r', ' ', '\t');
            if (line.Length == 0 || line[0] == '#')
                continue;
            var kind = line.Substring(0, Math.Min(2, line.Length));
            var rest = line.Substring(kind.Length).TrimStart(' ');
            switch (kind)
            {
                case "S:":
                    script.Send(rest);
                    break;
                case "C:":
                    script.Expect(rest);
                    break;
                case "--":
                    script.AddAction(rest);
                    break;
                default:
                    throw new FormatException($"A line of a script begins with S:, C:, -- or #: '{line}'.");
            }
        }

        return script;
    }

    /// <summary>Sends a line; its CRLF is put to it.</summary>
    public LoopbackScript Send(string line) => Add(new ScriptStep(ScriptAction.Send, line + "\r\n"));

    /// <summary>Sends octets as they are.</summary>
    public LoopbackScript SendOctets(byte[] octets) => Add(new ScriptStep(ScriptAction.Send, Octets: octets));

    /// <summary>Waits for a line like this one: {tag} at its beginning takes any tag, {any} any text.</summary>
    public LoopbackScript Expect(string pattern) => Add(new ScriptStep(ScriptAction.Expect, pattern));

    /// <summary>Begins TLS.</summary>
    public LoopbackScript StartTls() => Add(new ScriptStep(ScriptAction.StartTls));

    public LoopbackScript Wait(TimeSpan time) => Add(new ScriptStep(ScriptAction.Wait, Time: time));

    /// <summary>Closes the connection; at the end of the script that happens once the client closes it.</summary>
    public LoopbackScript Close() => Add(new ScriptStep(ScriptAction.Close));

    /// <summary>Resets the connection.</summary>
    public LoopbackScript Reset() => Add(new ScriptStep(ScriptAction.Reset));

    internal void Fail(string failure)
    {
        lock (_lock)
            _failures.Add(failure);
    }

    internal void Complete() => Interlocked.Increment(ref _completed);

    private void AddAction(string action)
    {
        var words = action.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        switch (words.Length > 0 ? words[0].ToUpperInvariant() : "")
        {
            case "STARTTLS":
                StartTls();
                break;
            case "CLOSE":
                Close();
                break;
            case "RESET":
                Reset();
                break;
            case "WAIT" when words.Length == 2 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds):
                Wait(TimeSpan.FromMilliseconds(milliseconds));
                break;
            default:
                throw new FormatException($"A script can't '{action}'.");
        }
    }

    private LoopbackScript Add(ScriptStep step)
    {
        _steps.Add(step);
        return this;
    }
}
