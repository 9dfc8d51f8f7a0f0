namespace ImapPS.Faults.Tests.Matrix;

/// <summary>Stalled or half open: a dead peer is noticed within the timeout.</summary>
public sealed class SilenceTests(FaultTable table) : LoopbackMatrix(table)
{
    [Theory]
    [MemberData(nameof(Names))]
    public Task Silent(string operation) => RunAsync(operation, Fault.Silences);
}
