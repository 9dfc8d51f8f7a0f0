using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class CyrusRestartTests(FaultTable table) : RestartTests(table, new CyrusServer(), "cyrus");
