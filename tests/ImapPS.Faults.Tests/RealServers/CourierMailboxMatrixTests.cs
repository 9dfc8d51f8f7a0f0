using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Faults.Tests.RealServers;

public sealed class CourierMailboxMatrixTests(FaultTable table, CourierServer server) : ServerMailboxMatrix(table, server, "courier");
