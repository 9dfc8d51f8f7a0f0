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
        var isPlain = !fault.IsSilent && fault.Meanwhile == Meddling.None;
        var step = Form.IsLong ? isPlain ? 1 : 5 : fault.IsSilent ? 61 : fault.Farewell is null && isPlain ? 19 : 37;
        if (operation.IsLengthy && !Form.IsLong)
            step *= 4;
        for (var octets = 1; octets < LastOctet; octets += step * together)
        {
            var missed = await Task.WhenAll(Enumerable.Range(0, together).Select(i => RunAsync(operation, fault, octets + (i * step), row)));
            if (missed.All(static m => m))
                break;
        }

        return row;
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
                Outcome.NotDone => operation.Connects,
                Outcome.Unknown => operation.OnlyItsAnswerTells || (operation.MayStayOpen && (fault.IsSilent || world.Meddled is not (Meddling.None or Meddling.Flags))),
                _ => world.Meddled is Meddling.RenewsSource or Meddling.RenewsTarget,
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
