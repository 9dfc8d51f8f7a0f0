using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ImapPS.Completion;

/// <summary>
/// Completes inside the script blocks of -Filter. PowerShell asks no argument completer there, since to it a field is a
/// command; so ImapPS.psm1 puts a TabExpansion2 before the one there is, which asks here first.
/// </summary>
public static class FilterTabExpansion
{
    private const string FilterParameter = nameof(Commands.SearchImapCommand.Filter);

    private static readonly ConditionalWeakTable<Runspace, ScriptBlock> PreviousOnes = new();

    // The cmdlets that take a filter, each with those of its parameters that take no value.
    private static readonly Lazy<Dictionary<string, HashSet<string>>> Filtering = new(FindCommands);

    /// <summary>The function TabExpansion2 that asks here, with the parameters that the one of PowerShell has.</summary>
    public static string Script => """
        [CmdletBinding(DefaultParameterSetName = 'ScriptInputSet')]
        [OutputType([System.Management.Automation.CommandCompletion])]
        param(
            [Parameter(ParameterSetName = 'ScriptInputSet', Mandatory = $true, Position = 0)]
            [AllowEmptyString()]
            [string] $inputScript,

            [Parameter(ParameterSetName = 'ScriptInputSet', Position = 1)]
            [int] $cursorColumn = $inputScript.Length,

            [Parameter(ParameterSetName = 'AstInputSet', Mandatory = $true, Position = 0)]
            [System.Management.Automation.Language.Ast] $ast,

            [Parameter(ParameterSetName = 'AstInputSet', Mandatory = $true, Position = 1)]
            [System.Management.Automation.Language.Token[]] $tokens,

            [Parameter(ParameterSetName = 'AstInputSet', Mandatory = $true, Position = 2)]
            [System.Management.Automation.Language.IScriptPosition] $positionOfCursor,

            [Parameter(ParameterSetName = 'ScriptInputSet', Position = 2)]
            [Parameter(ParameterSetName = 'AstInputSet', Position = 3)]
            [Hashtable] $options = $null
        )

        $found = if ($PSCmdlet.ParameterSetName -eq 'AstInputSet') { [ImapPS.Completion.FilterTabExpansion]::Complete($ast, $positionOfCursor) }
        else { [ImapPS.Completion.FilterTabExpansion]::Complete($inputScript, $cursorColumn) }
        if ($found) { $found } else { & ([ImapPS.Completion.FilterTabExpansion]::Previous) @PSBoundParameters }
        """;

    /// <summary>What TabExpansion2 was in this runspace before the module was imported.</summary>
    public static ScriptBlock? Previous
    {
        get => Runspace.DefaultRunspace is { } here && PreviousOnes.TryGetValue(here, out var previous) ? previous : null;
        set
        {
            PreviousOnes.Remove(Runspace.DefaultRunspace);
            if (value is not null)
                PreviousOnes.Add(Runspace.DefaultRunspace, value);
        }
    }

    /// <summary>As TabExpansion2 takes a line.</summary>
    /// <returns>Null where there is nothing of ours to say.</returns>
    public static CommandCompletion? Complete(string line, int cursor)
    {
        if (line is null || line.IndexOf("Imap", StringComparison.OrdinalIgnoreCase) < 0 || line.IndexOf('{') < 0)
            return null;
        var (tree, _, place) = CommandCompletion.MapStringInputToParsedInput(line, cursor);
        return Complete(tree, place);
    }

    /// <summary>As TabExpansion2 takes what was read already.</summary>
    /// <inheritdoc cref="Complete(string, int)"/>
    public static CommandCompletion? Complete(Ast tree, IScriptPosition cursor)
    {
        if (tree is null || cursor is null)
            return null;
        var at = cursor.Offset;
        var text = cursor.GetFullScript();
        var blocks = tree.FindAll(ast => ast is ScriptBlockExpressionAst && Holds(ast.Extent, text, at), searchNestedScriptBlocks: true);
        foreach (var block in blocks.Reverse())
        {
            if (block.Parent is not (CommandAst or CommandParameterAst) || !IsFilter((ScriptBlockExpressionAst)block))
                continue;
            var start = block.Extent.StartOffset + 1;
            var head = text.Substring(start, at - start);
            var (word, results) = FilterCompletion.Complete(head, isScript: true, () => KeywordCompleter.Keywords(new Dictionary<string, object>()).Select(static k => k.Text));
            return results is null or { Count: 0 } ? null : new CommandCompletion(new Collection<CompletionResult>(results.ToArray()), -1, start + word.Start, word.Length);
        }

        return null;
    }

    // A block that isn't closed yet ends where its last word does.
    private static bool Holds(IScriptExtent block, string text, int at) => block.StartOffset < at
        && (at < block.EndOffset || ((block.Text.Length < 2 || block.Text[block.Text.Length - 1] != '}') && string.IsNullOrWhiteSpace(text.Substring(block.EndOffset, at - block.EndOffset))));

    /// <summary>Whether the block stands where a filter does: behind -Filter, or at a place of its own.</summary>
    private static bool IsFilter(ScriptBlockExpressionAst block)
    {
        var command = block.Parent as CommandAst ?? block.Parent.Parent as CommandAst;
        var name = command?.GetCommandName() ?? "";
        if (!Filtering.Value.TryGetValue(name.Substring(name.IndexOf('\\') + 1), out var switches))
            return false;
        var parameter = block.Parent as CommandParameterAst ?? Before(command!, block) as CommandParameterAst;
        return parameter is null
            || FilterParameter.StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase)
            || (parameter.Argument is not null && parameter.Argument != block)
            || switches.Contains(parameter.ParameterName);
    }

    private static Ast? Before(CommandAst command, Ast element)
    {
        Ast? before = null;
        foreach (var other in command.CommandElements)
        {
            if (other == element)
                return before;
            before = other;
        }

        return null;
    }

    private static Dictionary<string, HashSet<string>> FindCommands()
    {
        var result = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in typeof(FilterTabExpansion).Assembly.GetExportedTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is not { } cmdlet || type.GetProperty(FilterParameter)?.PropertyType != typeof(ImapFilter))
                continue;
            var switches = type.GetProperties().Where(static p => p.PropertyType == typeof(SwitchParameter)).Select(static p => p.Name);
            result.Add($"{cmdlet.VerbName}-{cmdlet.NounName}", new HashSet<string>(switches, StringComparer.OrdinalIgnoreCase));
        }

        return result;
    }
}
