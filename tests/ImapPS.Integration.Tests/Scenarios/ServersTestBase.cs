using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>One scenario for each of the three servers.</summary>
public abstract class ServersTestBase(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier)
{
    public static TheoryData<string> All => ["dovecot", "cyrus", "courier"];

    protected DovecotServer Dovecot => dovecot;

    protected Task<ServerDescription> StartedAsync(string name) => name switch
    {
        "dovecot" => dovecot.StartedAsync(),
        "cyrus" => cyrus.StartedAsync(),
        _ => courier.StartedAsync(),
    };
}
