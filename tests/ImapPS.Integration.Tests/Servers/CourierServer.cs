using ImapPS.Integration.Tests.Servers;

[assembly: AssemblyFixture(typeof(CourierServer))]

namespace ImapPS.Integration.Tests.Servers;

public sealed class CourierServer : RealServer
{
    public CourierServer()
        : base("courier")
    {
    }
}
