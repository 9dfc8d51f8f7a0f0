using System.Globalization;

namespace ImapPS.Client.Diagnosis;

/// <summary>One step of a diagnosis and the time it took.</summary>
/// <param name="Server">The server, as the user named it.</param>
/// <param name="Name">What was done.</param>
/// <param name="Port">Where; null for what concerns no port.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Detail">What was seen, or why it failed.</param>
public sealed record DiagnosisStep(string Server, string Name, int? Port, TimeSpan Elapsed, StepOutcome Outcome, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0,7:0.0} ms  {1}{2}: {3}{4}",
        Elapsed.TotalMilliseconds,
        Port is null ? "" : $"port {Port}, ",
        Name,
        Outcome == StepOutcome.Ok ? "" : Outcome == StepOutcome.Failed ? "failed: " : "skipped: ",
        Detail.Length == 0 ? "done" : Detail);
}
