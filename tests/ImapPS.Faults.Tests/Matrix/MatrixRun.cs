using ImapPS.Loopback.Faults;

namespace ImapPS.Faults.Tests.Matrix;

/// <summary>
/// Runs an operation with the fault after more and more octets, until it comes too late to matter. In the long form lines are cut
/// after every single one; what takes its time, silence and what others do meanwhile, comes after every fifth.
/// </summary>
internal static class MatrixRun
{
    private const int LastOctet = 6000;

    public static async Task<FaultRow> RunAsync(FaultOperation operation, Fault fault)
    {
        var row = new FaultRow("loopback", operation.Name, fault.Name);
        // Waiting for silence costs time and nothing else.
        var together = fault.IsSilent ? 24 : 4;
        foreach (var octets in Places(operation, fault).TakeWhile(static o => o < LastOctet).Chunk(together))
        {
            var missed = await Task.WhenAll(octets.Select(o => RunAsync(operation, fault, o, row)));
            if (missed.All(static m => m))
                break;
        }

        return row;
    }

    private static IEnumerable<int> Places(FaultOperation operation, Fault fault)
    {
        var isPlain = !fault.IsSilent && fault.Meanwhile == Meddling.None;
        if (Form.IsLong)
            return Enumerable.Range(0, LastOctet).Select(i => 1 + (i * (isPlain ? 1 : 5)));
        // Each run of a silence waits: several places in a command of a line, and not many in one of a hundred.
        if (fault.IsSilent)
            return Enumerable.Range(0, LastOctet).Select(static i => 1 + (i * (i + 3)));
        var step = (fault.Farewell is null && isPlain ? 19 : 37) * (operation.IsLengthy ? 4 : 1);
        return Enumerable.Range(0, LastOctet).Select(i => 1 + (i * step));
    }

    /// <returns>Whether the fault came too late.</returns>
    private static async Task<bool> RunAsync(FaultOperation operation, Fault fault, int octets, FaultRow row)
    {
        try
        {
            await using var world = new FaultWorld(operation, fault, octets);
            if (!operation.Connects)
                await world.OpenAsync().WaitAsync(Form.Hang);
            var outcome = await operation.RunAsync(world).WaitAsync(Form.Hang);
            var isAllowed = outcome switch
            {
                Outcome.Done => true,
                Outcome.NotDone => operation.Connects || (operation.NeedsTheSecond && world.Meddled is Meddling.Expunges or Meddling.Moves),
                Outcome.Unknown => operation.OnlyItsAnswerTells || (operation.MayStayOpen && ((fault.IsSilent && !operation.IsSureAfterSilence) || world.Meddled is not (Meddling.None or Meddling.Flags))),
                _ => world.Meddled is not (Meddling.None or Meddling.Flags or Meddling.Expunges or Meddling.Moves),
            };
            Assert.True(isAllowed, $"{outcome} was told.");
            var losses = Math.Max(world.Losses, outcome == Outcome.Done ? 0 : 1);
            row.Count(outcome, losses);
            return losses == 0;
        }
        catch (Exception e) when (!FaultWorld.Token.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{operation}, {fault}, octet {octets}: {e.Message}", e);
        }
    }
}
