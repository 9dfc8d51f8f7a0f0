namespace ImapPS.Pipeline;

/// <summary>One file to be: what it is called, and which part of the message goes into it.</summary>
internal sealed record SavePlan(string Name, string Section, long? Size, string? Encoding);
