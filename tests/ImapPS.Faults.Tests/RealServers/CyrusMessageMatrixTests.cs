using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class CyrusMessageMatrixTests(FaultTable table, CyrusServer server) : ServerMessageMatrix(table, server, "cyrus");
