using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class CyrusMatrixTests(FaultTable table, CyrusServer server) : ServerMatrix(table, server, "cyrus");
