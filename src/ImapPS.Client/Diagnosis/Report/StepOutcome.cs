namespace ImapPS.Client.Diagnosis;

/// <summary>How one step of a diagnosis went.</summary>
public enum StepOutcome
{
    Ok,
    Failed,

    /// <summary>It could not be tried.</summary>
    Skipped,
}
