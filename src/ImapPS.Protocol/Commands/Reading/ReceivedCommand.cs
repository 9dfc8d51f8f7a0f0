namespace ImapPS.Protocol.Commands;

/// <summary>What <see cref="CommandReader"/> made of one command: the command, or why it can't be one.</summary>
public sealed class ReceivedCommand
{
    /// <summary>The tag to answer under; "*" where it could not be read.</summary>
    public required string Tag { get; init; }

    /// <summary>The command's name in upper case, "UID " included; "" where it could not be read.</summary>
    public required string Name { get; init; }

    public Command? Command { get; init; }

    /// <summary>What is wrong with it, for the text of the answer: printable ASCII in one line. Null if all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>The response code where the answer must be NO instead of BAD, "BADCHARSET (UTF-8)" for example.</summary>
    public string? ProblemCode { get; init; }
}
