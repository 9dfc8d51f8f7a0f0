using System.Text;

namespace ImapPS.Protocol.Commands;

/// <summary>What <see cref="CommandReader"/> made of one command: the command, or why it can't be one.</summary>
public sealed class ReceivedCommand
{
    private const int MaxProblemLength = 200;

    /// <summary>The tag to answer under; "*" where it could not be read.</summary>
    public required string Tag { get; init; }

    /// <summary>The command's name in upper case, "UID " included; "" where it could not be read.</summary>
    public required string Name { get; init; }

    /// <summary>The command; null if there is a problem.</summary>
    public Command? Command { get; init; }

    /// <summary>What is wrong with it, for the text of the answer: printable ASCII in one line. Null if all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>The response code where the answer must be NO instead of BAD: "BADCHARSET (UTF-8)".</summary>
    public string? ProblemCode { get; init; }

    /// <summary>An exception's message as resp-text: the framework's parameter name cut off, anything that isn't printable ASCII a dot.</summary>
    internal static string Printable(string message)
    {
        foreach (var suffix in new[] { " (Parameter '", "\r", "\n" })
        {
            var at = message.IndexOf(suffix, StringComparison.Ordinal);
            if (at > 0)
                message = message.Substring(0, at);
        }

        var text = new StringBuilder(message, 0, Math.Min(message.Length, MaxProblemLength), MaxProblemLength);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or > '~')
                text[i] = '.';
        }

        return text.ToString();
    }
}
