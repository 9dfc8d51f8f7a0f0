using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace ImapPS.Filtering;

/// <summary>
/// Which of PowerShell's expressions may stand for a value: constants, variables, members and method calls of these, a few
/// types that hold plain values, arithmetic, and Get-Date. All else is refused, so that reading a filter runs nothing that
/// its author wouldn't see as a value.
/// </summary>
internal static class FilterValueCheck
{
    private const int MaxDepth = 200;

    private static readonly HashSet<Type> Types =
    [
        typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(string), typeof(char), typeof(bool), typeof(byte), typeof(short), typeof(ushort), typeof(int),
        typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(Math), typeof(Guid), typeof(Uri), typeof(Version), typeof(System.Net.Mail.MailAddress),
    ];

    // What these hold is PowerShell itself, and no value.
    private static readonly HashSet<string> EngineVariables = new(StringComparer.OrdinalIgnoreCase) { "ExecutionContext", "PSCmdlet", "Host", "MyInvocation" };

    private static readonly HashSet<string> VariableScopes = new(StringComparer.OrdinalIgnoreCase) { "env", "global", "script", "local", "private", "variable" };

    // From an object's type everything can be reached.
    private static readonly HashSet<string> RefusedMembers = new(StringComparer.OrdinalIgnoreCase) { "GetType", "PSObject", "PSBase", "PSAdapted", "PSExtended" };

    // Those that choose a moment; -OutVariable for one would assign.
    private static readonly HashSet<string> DateParameters = new(StringComparer.OrdinalIgnoreCase)
        { "Date", "Year", "Month", "Day", "Hour", "Minute", "Second", "Millisecond", "UnixTimeSeconds", "AsUTC" };

    // Whether "&" stands behind it, which the text of the pipeline doesn't show. Windows PowerShell knows no such thing.
    private static readonly PropertyInfo? Background = typeof(PipelineAst).GetProperty("Background");

    private static readonly HashSet<TokenKind> Operators =
        [TokenKind.Plus, TokenKind.Minus, TokenKind.Multiply, TokenKind.Divide, TokenKind.Rem, TokenKind.Format];

    /// <exception cref="FilterException">At a place inside the text that was parsed.</exception>
    public static void Check(Ast value) => Check(value, 0);

    private static void Check(Ast value, int depth)
    {
        if (depth > MaxDepth)
            throw Fault(FilterFault.TooDeep, value, MaxDepth);
        depth++;
        switch (value)
        {
            case StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord }:
                throw Fault(FilterFault.Bareword, value, FilterMessage.Shorten(value.Extent.Text));
            case ConstantExpressionAst:
                break;
            case VariableExpressionAst variable:
                CheckVariable(variable);
                break;
            case ExpandableStringExpressionAst text:
                CheckAll(text.NestedExpressions, depth);
                break;
            case InvokeMemberExpressionAst call:
                CheckMember(call, depth);
                CheckAll(call.Arguments, depth);
                break;
            case MemberExpressionAst member:
                CheckMember(member, depth);
                break;
            case IndexExpressionAst index:
                Check(index.Target, depth);
                Check(index.Index, depth);
                break;
            case ArrayLiteralAst array:
                CheckAll(array.Elements, depth);
                break;
            case ArrayExpressionAst array:
                CheckStatements(array.SubExpression, array, depth);
                break;
            case SubExpressionAst sub:
                CheckStatements(sub.SubExpression, sub, depth);
                break;
            case ParenExpressionAst paren:
                CheckPipeline(paren.Pipeline, depth);
                break;
            case ConvertExpressionAst cast:
                CheckType(cast.Type.TypeName, cast.Type);
                Check(cast.Child, depth);
                break;
            case UnaryExpressionAst { TokenKind: TokenKind.Minus or TokenKind.Plus } sign:
                Check(sign.Child, depth);
                break;
            case BinaryExpressionAst binary when Operators.Contains(binary.Operator):
                Check(binary.Left, depth);
                Check(binary.Right, depth);
                break;
            default:
                throw Fault(FilterFault.NotAllowed, value, FilterMessage.Shorten(value.Extent.Text));
        }
    }

    private static void CheckAll(IEnumerable<Ast>? values, int depth)
    {
        foreach (var value in values ?? [])
            Check(value, depth);
    }

    private static void CheckStatements(StatementBlockAst block, Ast whole, int depth)
    {
        if (block.Traps is not null)
            throw Fault(FilterFault.NotAllowed, whole, FilterMessage.Shorten(whole.Extent.Text));
        foreach (var statement in block.Statements)
            CheckPipeline(statement, depth);
    }

    private static void CheckPipeline(Ast statement, int depth)
    {
        if (statement is not PipelineAst { PipelineElements: [var only] } || only.Redirections.Count > 0)
            throw Fault(FilterFault.NotAllowed, statement, FilterMessage.Shorten(statement.Extent.Text));
        if (Background?.GetValue(statement) is true)
            throw Fault(FilterFault.CommandNotAllowed, statement, FilterMessage.Shorten(statement.Extent.Text) + " &");
        if (only is CommandExpressionAst expression)
            Check(expression.Expression, depth);
        else
            CheckCommand((CommandAst)only, depth);
    }

    private static void CheckCommand(CommandAst command, int depth)
    {
        if (command.InvocationOperator != TokenKind.Unknown || command.GetCommandName() is not { } name
            || (!name.Equals("Get-Date", StringComparison.OrdinalIgnoreCase) && !name.Equals("Microsoft.PowerShell.Utility\\Get-Date", StringComparison.OrdinalIgnoreCase)))
        {
            throw Fault(FilterFault.CommandNotAllowed, command, FilterMessage.Shorten(command.Extent.Text));
        }

        foreach (var element in command.CommandElements.Skip(1))
        {
            if (element is CommandParameterAst parameter)
            {
                if (!DateParameters.Contains(parameter.ParameterName))
                    throw Fault(FilterFault.CommandNotAllowed, parameter, FilterMessage.Shorten(parameter.Extent.Text));
                if (parameter.Argument is not null)
                    Check(parameter.Argument, depth);
            }
            else if (element is not StringConstantExpressionAst)
            {
                // A bare word is text here, as in "Get-Date 2026-03-01".
                Check(element, depth);
            }
        }
    }

    private static void CheckVariable(VariableExpressionAst variable)
    {
        var path = variable.VariablePath;
        var scope = path.UserPath.IndexOf(':') is > 0 and var colon ? path.UserPath.Substring(0, colon) : null;
        if (variable.Splatted || (scope is not null && !VariableScopes.Contains(scope)) || EngineVariables.Contains(path.UserPath.Substring(path.UserPath.IndexOf(':') + 1)))
            throw Fault(FilterFault.VariableNotAllowed, variable, FilterMessage.Shorten(variable.Extent.Text));
    }

    private static void CheckMember(MemberExpressionAst member, int depth)
    {
        if (member.Member is not StringConstantExpressionAst { Value: var name } || RefusedMembers.Contains(name))
            throw Fault(FilterFault.MemberNotAllowed, member.Member, FilterMessage.Shorten(member.Member.Extent.Text));
        if (member.Expression is TypeExpressionAst type)
            CheckType(type.TypeName, type);
        else if (member.Static)
            throw Fault(FilterFault.NotAllowed, member, FilterMessage.Shorten(member.Extent.Text));
        else
            Check(member.Expression, depth);
    }

    private static void CheckType(ITypeName name, Ast place)
    {
        var element = name;
        while (element is ArrayTypeName array)
            element = array.ElementType;
        if (element is not TypeName || element.GetReflectionType() is not { } type || !Types.Contains(type))
            throw Fault(FilterFault.TypeNotAllowed, place, FilterMessage.Shorten(name.FullName));
    }

    private static FilterException Fault(FilterFault fault, Ast place, params object?[] arguments) =>
        new(fault, new FilterSpan(place.Extent.StartOffset, place.Extent.EndOffset - place.Extent.StartOffset), null, arguments);
}
