using System.Management.Automation;
using ImapPS.Client.Search;
using ImapPS.Errors;
using ImapPS.Filtering;

namespace ImapPS;

/// <summary>A filter in PowerShell's own syntax, as a script block or a string. It is read and never run; see about_ImapPS_Filter.</summary>
public sealed class ImapFilter
{
    private readonly PSModuleInfo? _module;

    /// <summary>The variables in it are those of the module that it was written in, or of the caller.</summary>
    public ImapFilter(ScriptBlock script)
    {
        if (script is null)
            throw new ArgumentNullException(nameof(script));
        Text = script.ToString();
        _module = script.Module;
    }

    /// <summary>The variables in it are the caller's.</summary>
    public ImapFilter(string text) => Text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>What is to be searched for. Each value in the filter is evaluated, once.</summary>
    /// <param name="caller">The scope of whoever called the cmdlet. On the pipeline's thread only.</param>
    /// <exception cref="FilterException">The filter can't be understood; <see cref="Describe"/> makes the error of it.</exception>
    internal Query ToQuery(SessionState caller) => FilterParser.Parse(Text, new FilterEvaluator(_module?.SessionState ?? caller));

    /// <summary>The error to report: what is wrong, where, and what to do about it.</summary>
    internal ErrorRecord Describe(FilterException error)
    {
        var (line, column, text, marks) = FilterMessage.Locate(Text, error.Place ?? default);
        return ErrorFactory.Create(ErrorIds.InvalidFilter, ErrorCategory.InvalidArgument, Text, error, error.Message, line, column, text, marks, error.Hint);
    }
}
