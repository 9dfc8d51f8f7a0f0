namespace ImapPS.Faults.Tests;

/// <summary>For what measures the whole process: nothing else runs beside it.</summary>
[CollectionDefinition(SimulatedDayTests.Name, DisableParallelization = true)]
public sealed class AloneCollection
{
}
