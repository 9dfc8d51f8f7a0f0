namespace ImapPS.Loopback.Faults;

/// <summary>Where text is put into the answer to a command.</summary>
internal enum InjectionPoint
{
    Before,
    AfterResponses,
    AfterAnswer,
}
