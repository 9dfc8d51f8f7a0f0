namespace ImapPS.Module.Tests;

/// <summary>What became of one Pester test.</summary>
public sealed record PesterResult(string Name, string Result, int Milliseconds, string? Message);
