namespace ImapPS.Client.Diagnosis;

/// <summary>Whether a requirement is met.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Met">False also where it could not be found out.</param>
/// <param name="Detail">Why, as a sentence.</param>
public sealed record RequirementResult(string Name, bool Met, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {(Met ? "met" : "not met")}. {Detail}";
}
