using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class CyrusMailboxMatrixTests(FaultTable table, CyrusServer server) : ServerMailboxMatrix(table, server, "cyrus");
