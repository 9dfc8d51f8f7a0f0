using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImapPS.Filtering;

/// <summary>Values of a filter, evaluated once, in the scope of the caller: what <see cref="FilterValueCheck"/> allows, and nothing else.</summary>
/// <param name="scope">Whose variables are meant.</param>
internal sealed class FilterEvaluator(SessionState scope)
{
    /// <summary>The value that stands at a place of a filter.</summary>
    /// <exception cref="FilterException">It is none, or has no value.</exception>
    public FilterValue Evaluate(string filter, FilterSpan place)
    {
        var wrapped = Wrap(filter.Substring(place.Start, place.Length));
        var tree = Parser.ParseInput(wrapped, out _, out var errors);
        if (errors.Length > 0)
            throw new FilterException(FilterFault.ValueUnreadable, place, null, FilterMessage.Shorten(errors[0].Message));
        try
        {
            if (tree is not { ParamBlock: null, BeginBlock: null, ProcessBlock: null, EndBlock.Statements: [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: ParenExpressionAst paren }] }] })
                throw new FilterException(FilterFault.NotAllowed, place, null, FilterMessage.Shorten(wrapped));
            if (paren.Pipeline is not PipelineAst { PipelineElements: [CommandExpressionAst { Expression: var value }] })
                throw Refuse(paren);
            FilterValueCheck.Check(paren);
            return value is VariableExpressionAst variable && IsNull(variable) ? FilterValue.Null : FilterValue.Of(Evaluate(value));
        }
        catch (FilterException e) when (e.Place is { } inside)
        {
            // One character of the wrapping stands in front.
            throw e.At(new FilterSpan(place.Start + Math.Max(0, inside.Start - 1), inside.Length));
        }
    }

    // A bare word, or several, or a command without parentheses.
    private static FilterException Refuse(ParenExpressionAst paren)
    {
        var text = FilterMessage.Shorten(paren.Pipeline.Extent.Text);
        var place = new FilterSpan(paren.Pipeline.Extent.StartOffset, paren.Pipeline.Extent.Text.Length);
        return paren.Pipeline is PipelineAst { PipelineElements: [CommandAst { CommandElements.Count: 1 }] }
            ? new FilterException(FilterFault.Bareword, place, null, text)
            : new FilterException(FilterFault.NotAllowed, place, null, text);
    }

    private object? Evaluate(ExpressionAst value) => value switch
    {
        ConstantExpressionAst constant => constant.Value,
        VariableExpressionAst variable when variable.VariablePath.IsVariable => Variable(variable),
        ArrayLiteralAst array => array.Elements.Select(Evaluate).ToArray(),
        _ => Run(value),
    };

    private object? Variable(VariableExpressionAst variable)
    {
        var name = variable.VariablePath.UserPath;
        return IsNull(variable) ? null : scope.PSVariable.GetValue(name) ?? throw new FilterException(
            FilterFault.VariableUnknown, new FilterSpan(variable.Extent.StartOffset, variable.Extent.Text.Length), null, FilterMessage.Shorten(variable.Extent.Text));
    }

    private object? Run(ExpressionAst value)
    {
        var place = new FilterSpan(value.Extent.StartOffset, value.Extent.Text.Length);
        foreach (var variable in value.FindAll(static a => a is VariableExpressionAst { VariablePath.IsVariable: true }, true).Cast<VariableExpressionAst>())
            _ = Variable(variable);
        try
        {
            // Inside try, what fails ends the script; elsewhere it may go on with nothing.
            var script = ScriptBlock.Create("try {" + Wrap(value.Extent.Text) + "} catch { throw }");
            var results = scope.InvokeCommand.InvokeScript(scope, script);
            return results.Count == 1 ? results[0] : results.Cast<object?>().ToArray();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw new FilterException(FilterFault.ValueFailed, place, e, FilterMessage.Shorten(value.Extent.Text), FilterMessage.Shorten(e.Message));
        }
    }

    private static bool IsNull(VariableExpressionAst variable) => variable.VariablePath.UserPath.Equals("null", StringComparison.OrdinalIgnoreCase);

    // In parentheses nothing is a keyword. The new line ends a comment.
    private static string Wrap(string value) => "(" + value + "\n)";
}
