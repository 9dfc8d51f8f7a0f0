using ImapPS.Client.Search;
using ImapPS.Client;
using ImapPS.Errors;

namespace ImapPS.Filtering;

/// <summary>Reads a filter, by PowerShell's rules: -and and -or bind alike, from the left; -not binds tighter, and so do comparisons.</summary>
/// <remarks>
/// <code>
/// filter     = term *(("-and" / "-or") term)
/// term       = *("-not" / "!") ("(" filter ")" / condition)
/// condition  = field [comparison value]        ; alone: what is so or is not
/// field      = ["$_."] name ["(" value ")"]    ; the value is a header field's name
/// </code>
/// </remarks>
internal sealed class FilterParser
{
    /// <summary>How many characters a filter has at most.</summary>
    public const int MaxLength = 1 << 23;

    /// <summary>How deep parentheses nest.</summary>
    public const int MaxDepth = 1000;

    private readonly FilterScanner _scanner;
    private readonly FilterEvaluator _values;
    private readonly Stack<FilterGroup> _groups = new();

    private FilterParser(string filter, FilterEvaluator values)
    {
        _scanner = new FilterScanner(filter);
        _values = values;
    }

    /// <exception cref="FilterException">It can't be understood.</exception>
    public static Query Parse(string filter, FilterEvaluator values) => filter.Length <= MaxLength
        ? new FilterParser(filter, values).Parse()
        : throw new FilterException(FilterFault.TooLong, new FilterSpan(0, 1), null, MaxLength);

    private Query Parse()
    {
        _groups.Push(new FilterGroup(new FilterSpan(0, 1)));
        _scanner.SkipBlanks();
        if (_scanner.AtEnd)
            throw Fault(FilterFault.Empty, new FilterSpan(0, 1), FieldNames());
        while (true)
        {
            ReadTerm();
            if (ReadOperator() is { } whole)
                return whole;
        }
    }

    /// <summary>Reads up to the end of a condition, opening groups on the way.</summary>
    private void ReadTerm()
    {
        while (true)
        {
            _scanner.SkipBlanks();
            var start = _scanner.Position;
            if (_scanner.PeekOperator() is { } word)
            {
                if (!Is(word, "not"))
                    throw Fault(FilterFault.FieldExpected, word, Shown(word), FieldNames());
                _scanner.Take(word);
                _groups.Peek().Not(word);
            }
            else if (_scanner.TryTake('!'))
            {
                _groups.Peek().Not(Since(start));
            }
            else if (_scanner.TryTake('('))
            {
                if (_groups.Count >= MaxDepth)
                    throw Fault(FilterFault.TooDeep, Since(start), MaxDepth);
                _groups.Push(new FilterGroup(Since(start)));
            }
            else
            {
                _groups.Peek().Add(ReadCondition(_groups.Peek().PendingNot));
                return;
            }
        }
    }

    /// <summary>Reads the operator behind a condition, closing groups on the way.</summary>
    /// <returns>The query, at the end of the filter.</returns>
    private Query? ReadOperator()
    {
        while (true)
        {
            _scanner.SkipBlanks();
            var start = _scanner.Position;
            var group = _groups.Peek();
            if (_scanner.AtEnd)
                return _groups.Count == 1 ? Make(group.Opening, group.ToQuery) : throw Fault(FilterFault.ParenthesisNotClosed, group.Opening, '(');
            if (_scanner.TryTake(')'))
            {
                if (_groups.Count == 1)
                    throw Fault(FilterFault.ParenthesisUnexpected, Since(start), ')');
                _groups.Pop();
                _groups.Peek().Add(Make(group.Opening, group.ToQuery));
                continue;
            }

            if (_scanner.PeekOperator() is not { } word)
                throw Fault(FilterFault.OperatorExpected, _scanner.PeekWord(), Shown(_scanner.PeekWord()), List(FilterOperator.Names));
            var isOr = Is(word, "or");
            if (!isOr && !Is(word, "and"))
                throw Fault(FilterFault.UnknownOperator, word, Shown(word), List(FilterOperator.Names));
            _scanner.Take(word);
            Make(word, () =>
            {
                group.Join(isOr);
                return Query.All;
            });
            return null;
        }
    }

    private Query ReadCondition(FilterSpan? not)
    {
        var (field, place) = ReadField();
        _scanner.SkipBlanks();
        var word = _scanner.PeekOperator().GetValueOrDefault();
        if (word.Length == 0 || Is(word, "and") || Is(word, "or"))
        {
            return field.Alone ?? throw (word.Length == 0 && !_scanner.AtEnd && _scanner.Next != ')'
                ? Fault(FilterFault.OperatorExpected, _scanner.PeekWord(), Shown(_scanner.PeekWord()), List(FilterOperator.Names))
                : Fault(FilterFault.ComparisonExpected, place, field.Name, List(FilterOperator.NamesOf(field.Tests))));
        }

        var comparison = FilterOperator.Find(Name(word)) ?? throw Fault(FilterFault.UnknownOperator, word, Shown(word), List(FilterOperator.Names));
        if (!field.Tests.Contains(comparison.Test) || (comparison.IsCaseSensitive && !field.HasCase))
            throw Fault(FilterFault.OperatorNotForField, word, Shown(word), field.Name, List(FilterOperator.NamesOf(field.Tests)));
        // To PowerShell, -not Size -gt 5 is (-not Size) -gt 5. With what is true or false it makes no difference.
        if (not is { } negation && field is not FlagFilterField)
            throw Fault(FilterFault.NotNeedsParentheses, negation, field.Name);

        _scanner.Take(word);
        var value = ReadValue(word);
        return Make(value, () => field.Compare(comparison, _values.Evaluate(_scanner.Text, value)));
    }

    private (FilterField Field, FilterSpan Place) ReadField()
    {
        // As Where-Object has it. And a script block can't begin with From, which PowerShell keeps for itself.
        if (!_scanner.TryTakeText("$_."))
            _scanner.TryTakeText("$PSItem.");
        var place = _scanner.TakeName();
        if (place.Length == 0)
            throw Fault(FilterFault.FieldExpected, _scanner.PeekWord(), Shown(_scanner.PeekWord()), FieldNames());
        var name = _scanner.Text.Substring(place.Start, place.Length);
        if (FilterFields.Find(name) is { } field)
            return (field, place);
        return name.Equals(FilterFields.HeaderName, StringComparison.OrdinalIgnoreCase)
            ? (ReadHeaderName(place), place)
            : throw Fault(FilterFault.UnknownField, place, Shown(place), FieldNames());
    }

    private FilterField ReadHeaderName(FilterSpan place)
    {
        _scanner.SkipBlanks();
        var start = _scanner.Position;
        if (!_scanner.TryTake('('))
            throw Fault(FilterFault.HeaderName, place);
        var value = ReadValue(place);
        if (!_scanner.TryTake(')'))
            throw Fault(FilterFault.ParenthesisNotClosed, new FilterSpan(start, 1), '(');
        return Make(value, () => FilterFields.Header(FilterText.From(_values.Evaluate(_scanner.Text, value).Single())));
    }

    private FilterSpan ReadValue(FilterSpan before)
    {
        _scanner.SkipBlanks();
        var value = _scanner.TakeValue();
        return value.Length > 0 ? value : throw Fault(FilterFault.ValueExpected, before, Shown(before));
    }

    /// <summary>Makes something of what stands at a place; what is wrong with it is wrong there.</summary>
    private static T Make<T>(FilterSpan place, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (FilterException e) when (e.Place is null)
        {
            throw e.At(place);
        }
        catch (ArgumentException e)
        {
            throw new FilterException(FilterFault.TermRefused, place, e, PlainText.Of(e));
        }
    }

    private FilterSpan Since(int start) => new(start, _scanner.Position - start);

    private string Name(FilterSpan word) => _scanner.Text.Substring(word.Start + 1, word.Length - 1);

    private bool Is(FilterSpan word, string name) => Name(word).Equals(name, StringComparison.OrdinalIgnoreCase);

    private string Shown(FilterSpan place) => FilterMessage.Shorten(_scanner.Text.Substring(place.Start, place.Length));

    private static string FieldNames() => List(FilterFields.Names);

    private static string List(IEnumerable<string> names) => string.Join(", ", names);

    private static FilterException Fault(FilterFault fault, FilterSpan place, params object?[] arguments) => new(fault, place, null, arguments);
}
