using ImapPS.Faults.Tests.Matrix.Operations;

namespace ImapPS.Faults.Tests.Matrix.Silences;

/// <inheritdoc cref="LoginSilenceTests"/>
public sealed class FlagSilenceTests(FaultTable table) : LoopbackMatrix(table)
{
    public static TheoryData<string> Family => NamesOf(FlagOperations.All);

    [Theory]
    [MemberData(nameof(Family))]
    public Task Silent(string operation) => RunAsync(operation, static _ => Fault.Silences);
}
