using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class CourierMessageMatrixTests(FaultTable table, CourierServer server) : ServerMessageMatrix(table, server, "courier");
