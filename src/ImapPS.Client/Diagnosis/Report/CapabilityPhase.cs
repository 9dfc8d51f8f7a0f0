namespace ImapPS.Client.Diagnosis;

/// <summary>What the server announced at one point.</summary>
/// <param name="Port">Where.</param>
/// <param name="Phase">When: one of the names in <see cref="PhaseNames"/>.</param>
/// <param name="Capabilities">In the server's order.</param>
/// <param name="Added">What the phase before on this port did not have; empty in the first.</param>
/// <param name="Removed">What only the phase before had.</param>
public sealed record CapabilityPhase(int Port, string Phase, IReadOnlyList<string> Capabilities, IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
{
    /// <inheritdoc/>
    public override string ToString() => $"port {Port}, {Phase}: {string.Join(" ", Capabilities)}";
}
