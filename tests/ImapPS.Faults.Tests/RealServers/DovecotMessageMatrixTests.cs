using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class DovecotMessageMatrixTests(FaultTable table, DovecotServer server) : ServerMessageMatrix(table, server, "dovecot");
