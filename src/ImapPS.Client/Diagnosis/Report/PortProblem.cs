namespace ImapPS.Client.Diagnosis;

/// <summary>What stopped the look at a port.</summary>
/// <param name="Error">By name.</param>
/// <param name="Message">As a sentence.</param>
/// <param name="Remedy">What may help; empty if nobody can say.</param>
public sealed record PortProblem(ImapError Error, string Message, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => Message;
}
