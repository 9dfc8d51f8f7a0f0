namespace ImapPS.Loopback.Faults;

/// <summary>Text that is put into the answer to a command, once.</summary>
internal sealed record Injection(string Command, string Text, InjectionPoint Point, int Responses, bool ThenClose);
