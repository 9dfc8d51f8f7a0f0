using System.Collections.Concurrent;

namespace ImapPS.Faults.Tests;

/// <summary>One line of the table: counted from several threads.</summary>
internal sealed class FaultRow(string server, string operation, string fault)
{
    private readonly ConcurrentDictionary<Outcome, int> _outcomes = new();
    private int _runs;
    private int _losses;

    public string Server { get; } = server;

    public string Operation { get; } = operation;

    public string Fault { get; } = fault;

    public int Runs => _runs;

    /// <summary>How often a connection was lost in these runs.</summary>
    public int Losses => _losses;

    public int Of(Outcome outcome) => _outcomes.GetValueOrDefault(outcome);

    public void Count(Outcome outcome, int losses)
    {
        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _losses, losses);
        _outcomes.AddOrUpdate(outcome, 1, static (_, count) => count + 1);
    }
}
