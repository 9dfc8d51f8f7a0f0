using ImapPS.Integration.Tests.Servers;

[assembly: AssemblyFixture(typeof(CyrusServer))]

namespace ImapPS.Integration.Tests.Servers;

public sealed class CyrusServer : RealServer
{
    public CyrusServer()
        : base("cyrus")
    {
    }
}
