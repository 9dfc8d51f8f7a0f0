namespace ImapPS.Faults.Tests.Matrix;

/// <summary>Another client, or the server's keeper, changes the mailbox before the connection is made again.</summary>
public sealed class GapTests(FaultTable table) : LoopbackMatrix(table)
{
    [Theory]
    [MemberData(nameof(Meeting))]
    public Task Changed_meanwhile(string operation) => RunAsync(operation, static o => Fault.Gaps(o.Meets));
}
