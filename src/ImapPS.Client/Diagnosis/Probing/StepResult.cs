namespace ImapPS.Client.Diagnosis;

/// <summary>What came out of a step: a value, or why there is none.</summary>
internal readonly record struct StepResult<T>(T? Value, ImapException? Error)
    where T : class
{
    public PortProblem? Problem => Error is null ? null : new PortProblem(Error.Error, Error.Message, Error.Hint ?? "");
}
