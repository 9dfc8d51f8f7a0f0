using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

/// <summary>What changes messages.</summary>
public abstract class ServerMessageMatrix(FaultTable table, RealServer real, string name) : ServerMatrix(table, real, name)
{
    [Theory]
    [InlineData("COPY")]
    [InlineData("MOVE")]
    [InlineData("STORE")]
    [InlineData("REMOVE")]
    [InlineData("APPEND")]
    [InlineData("REPLACE")]
    public Task Over_a_line_that_fails(string operation) => RunAsync(operation);
}
