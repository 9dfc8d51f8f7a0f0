using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImapPS.Completion;

/// <summary>Completes a filter that is written as a string, and begins one that is a script block; the inside of that is <see cref="FilterTabExpansion"/>'s.</summary>
public sealed class FilterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete ?? "";
        if (word.Length == 0)
        {
            var fields = FilterCompletion.Complete("", isScript: true, static () => []).Results;
            return fields.Where(static f => f.ResultType == CompletionResultType.Property).Select(static f => new CompletionResult("{ " + f.CompletionText, f.ListItemText, f.ResultType, f.ToolTip));
        }

        var quote = word[0];
        if (quote is not ('\'' or '"'))
            return [];
        // PowerShell closes the quotes before it asks; those of whoever types are left as they are.
        var isClosed = word.Length > 1 && word[word.Length - 1] == quote;
        var closing = isClosed && commandAst.Extent.Text.IndexOf(word, StringComparison.Ordinal) >= 0 ? quote.ToString() : "";
        var inside = word.Substring(1, word.Length - (isClosed ? 2 : 1));
        // In single quotes, those of the filter's own texts are doubled.
        var doubled = quote == '\'';
        var head = doubled ? inside.Replace("''", "'") : inside;
        var (typed, results) = FilterCompletion.Complete(head, isScript: false, () => KeywordCompleter.Keywords(fakeBoundParameters).Select(static k => k.Text));
        return results.Select(r =>
        {
            var text = head.Remove(typed.Start) + r.CompletionText;
            return new CompletionResult(quote + (doubled ? text.Replace("'", "''") : text) + closing, r.ListItemText, r.ResultType, r.ToolTip);
        });
    }
}
