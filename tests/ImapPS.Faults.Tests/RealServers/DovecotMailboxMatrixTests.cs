using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class DovecotMailboxMatrixTests(FaultTable table, DovecotServer server) : ServerMailboxMatrix(table, server, "dovecot");
