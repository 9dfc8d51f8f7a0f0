using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class DovecotMatrixTests(FaultTable table, DovecotServer server) : ServerMatrix(table, server, "dovecot");
