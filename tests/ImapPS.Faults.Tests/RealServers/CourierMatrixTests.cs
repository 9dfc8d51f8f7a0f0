using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class CourierMatrixTests(FaultTable table, CourierServer server) : ServerMatrix(table, server, "courier");
