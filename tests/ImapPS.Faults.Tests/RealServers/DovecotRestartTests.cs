using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class DovecotRestartTests(FaultTable table) : RestartTests(table, new DovecotServer(), "dovecot");
