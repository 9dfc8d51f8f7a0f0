namespace ImapPS.Loopback.Faults;

/// <summary>What is answered to a command in place of the true answer.</summary>
/// <param name="Command">The command's name; "*" for any.</param>
/// <param name="Text">The lines, each with its line end; {tag} stands for the command's tag.</param>
/// <param name="Execute">Whether the command is carried out all the same.</param>
internal sealed record GivenAnswer(string Command, string Text, bool Execute);
