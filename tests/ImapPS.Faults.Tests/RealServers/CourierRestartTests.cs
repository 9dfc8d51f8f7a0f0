using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class CourierRestartTests(FaultTable table) : RestartTests(table, new CourierServer(), "courier");
