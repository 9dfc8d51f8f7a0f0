using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;

[assembly: AssemblyFixture(typeof(ImapPS.Faults.Tests.FaultTable))]

namespace ImapPS.Faults.Tests;

/// <summary>What was cut, where, and what came of it: written to out/fault-matrix.md when the program ends.</summary>
public sealed class FaultTable : IDisposable
{
    private readonly ConcurrentBag<FaultRow> _rows = [];

    internal void Add(FaultRow row) => _rows.Add(row);

    public void Dispose()
    {
        if (_rows.IsEmpty)
            return;
        var path = typeof(FaultTable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "FaultTable").Value!;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Text());
    }

    private string Text()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Faults and outcomes, {(Form.IsLong ? "long" : "short")} form").AppendLine();
        text.AppendLine("Each row: an operation, run again and again, the fault coming some octets later each time, until it comes too late.");
        text.AppendLine("After each run every message was there exactly once, and what was told of it was true.").AppendLine();
        text.AppendLine("| server | operation | fault | runs | losses | done | not done | unknown | refused |");
        text.AppendLine("|---|---|---|--:|--:|--:|--:|--:|--:|");
        foreach (var row in _rows.OrderBy(static r => r.Server, StringComparer.Ordinal).ThenBy(static r => r.Operation, StringComparer.Ordinal).ThenBy(static r => r.Fault, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Server} | {row.Operation} | {row.Fault} | {row.Runs} | {row.Losses} ");
            foreach (var outcome in Enum.GetValues<Outcome>())
                text.Append(CultureInfo.InvariantCulture, $"| {row.Of(outcome)} ");
            text.AppendLine("|");
        }

        return text.ToString();
    }
}
