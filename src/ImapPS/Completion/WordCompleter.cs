using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImapPS.Client;

namespace ImapPS.Completion;

/// <summary>Offers words for a parameter: those that begin with what was typed, in quotes where PowerShell needs them.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        foreach (var (text, tip) in Offer(word, fakeBoundParameters))
        {
            // What comes from a server goes onto the command line, so it must be what it looks like.
            if (text.All(SafeText.IsSafe) && Matches(text, word))
                yield return new CompletionResult(Quote(text), text, CompletionResultType.ParameterValue, tip);
        }
    }

    /// <summary>What there is, with a word on each.</summary>
    /// <param name="word">What was typed, without quotes.</param>
    /// <param name="parameters">The other parameters, as far as their values are written out.</param>
    private protected abstract IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters);

    /// <summary>Whether that is what was typed so far.</summary>
    private protected virtual bool Matches(string text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static string Quote(string text) =>
        text.Length > 0 && text[0] != '-' && text.All(static c => char.IsLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '\\' or '=' or '+')
            ? text
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
}
