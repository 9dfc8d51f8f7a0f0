using ImapPS.Faults.Tests.Matrix.Operations;

namespace ImapPS.Faults.Tests.Matrix;

/// <summary>Each operation with each fault of a kind, on the loopback server.</summary>
public abstract class LoopbackMatrix(FaultTable table)
{
    private static readonly FaultOperation[] Operations = [.. LoginOperations.All, .. ReadingOperations.All, .. FlagOperations.All, .. TransferOperations.All, .. RemovalOperations.All, .. AppendOperations.All, .. WatchOperations.All];

    public static TheoryData<string> Names => [.. Operations.Select(static o => o.Name)];

    public static TheoryData<string> Meeting => [.. Operations.Where(static o => o.MeetsOthers).Select(static o => o.Name)];

    private protected async Task RunAsync(string name, IReadOnlyList<Fault> faults)
    {
        var operation = Operations.Single(o => o.Name == name);
        var losses = 0;
        foreach (var fault in faults)
        {
            var row = await MatrixRun.RunAsync(operation, fault);
            table.Add(row);
            losses += row.Losses;
        }

        Assert.True(losses > faults.Count, $"The line was lost {losses} times only.");
    }
}
