using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

/// <summary>What changes mailboxes.</summary>
public abstract class ServerMailboxMatrix(FaultTable table, RealServer real, string name) : ServerMatrix(table, real, name)
{
    [Theory]
    [InlineData("CREATE")]
    [InlineData("RENAME")]
    [InlineData("DELETE")]
    [InlineData("SUBSCRIBE")]
    public Task Over_a_line_that_fails(string operation) => RunAsync(operation);
}
