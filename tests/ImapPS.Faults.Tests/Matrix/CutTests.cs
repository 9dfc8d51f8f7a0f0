namespace ImapPS.Faults.Tests.Matrix;

/// <summary>Closed, reset, or said goodbye to after so many octets sent or received.</summary>
public sealed class CutTests(FaultTable table) : LoopbackMatrix(table)
{
    [Theory]
    [MemberData(nameof(Names))]
    public Task Cut(string operation) => RunAsync(operation, static _ => Fault.Cuts);
}
