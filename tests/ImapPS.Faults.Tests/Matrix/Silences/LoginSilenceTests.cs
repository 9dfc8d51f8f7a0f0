using ImapPS.Faults.Tests.Matrix.Operations;

namespace ImapPS.Faults.Tests.Matrix.Silences;

/// <summary>Stalled or half open: a dead peer is noticed within the timeout. A class for each family, since they only wait and can do so together.</summary>
public sealed class LoginSilenceTests(FaultTable table) : LoopbackMatrix(table)
{
    public static TheoryData<string> Family => NamesOf(LoginOperations.All);

    [Theory]
    [MemberData(nameof(Family))]
    public Task Silent(string operation) => RunAsync(operation, static _ => Fault.Silences);
}
