namespace ImapPS.Client.Diagnosis;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>It works, but should be put right.</summary>
    Warning,

    /// <summary>It doesn't work, or isn't safe.</summary>
    Error,
}
