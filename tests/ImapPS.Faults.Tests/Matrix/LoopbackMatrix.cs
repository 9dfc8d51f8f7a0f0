using ImapPS.Faults.Tests.Matrix.Operations;

namespace ImapPS.Faults.Tests.Matrix;

/// <summary>Each operation with each fault of a kind, on the loopback server.</summary>
public abstract class LoopbackMatrix(FaultTable table)
{
    private static readonly FaultOperation[] Operations = [.. LoginOperations.All, .. ReadingOperations.All, .. FlagOperations.All, .. TransferOperations.All, .. RemovalOperations.All, .. AppendOperations.All, .. ReplaceOperations.All, .. MailboxOperations.All, .. WatchOperations.All];

    public static TheoryData<string> Names => NamesOf(Operations);

    public static TheoryData<string> Meeting => NamesOf(Operations.Where(static o => o.Meets.Count > 0));

    private protected static TheoryData<string> NamesOf(IEnumerable<FaultOperation> operations) => [.. operations.Select(static o => o.Name)];

    private protected async Task RunAsync(string name, Func<FaultOperation, IReadOnlyList<Fault>> choose)
    {
        var operation = Operations.Single(o => o.Name == name);
        var faults = choose(operation);
        var rows = await Task.WhenAll(faults.Select(fault => MatrixRun.RunAsync(operation, fault)));
        foreach (var row in rows)
            table.Add(row);
        var losses = rows.Sum(static r => r.Losses);
        Assert.True(losses > faults.Count, $"The line was lost {losses} times only.");
    }
}
