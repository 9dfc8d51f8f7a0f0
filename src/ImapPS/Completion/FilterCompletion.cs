using System.Management.Automation;
using ImapPS.Filtering;

namespace ImapPS.Completion;

/// <summary>What may come next in a filter: a field, an operator that it takes, a value, a word between conditions. It reads as <see cref="FilterParser"/> does, up to the cursor, and evaluates nothing.</summary>
internal sealed class FilterCompletion
{
    private static readonly string[] Joining = ["-and", "-or"];
    private static readonly string[] Truth = ["$true", "$false"];

    private readonly FilterScanner _scanner;
    private readonly bool _isScript;
    private readonly Func<IEnumerable<string>> _keywords;

    private FilterCompletion(string head, bool isScript, Func<IEnumerable<string>> keywords)
    {
        _scanner = new FilterScanner(head);
        _isScript = isScript;
        _keywords = keywords;
    }

    /// <param name="head">The filter up to the cursor.</param>
    /// <param name="isScript">A script block, for which PowerShell's own rules count too.</param>
    /// <param name="keywords">Gives keywords, if any are wanted.</param>
    /// <returns>The word that is being typed, and what it may become; nothing where nothing of ours fits.</returns>
    public static (FilterSpan Word, IReadOnlyList<CompletionResult> Results) Complete(string head, bool isScript, Func<IEnumerable<string>> keywords)
    {
        if (head.Length > FilterParser.MaxLength)
            return default;
        try
        {
            return new FilterCompletion(head, isScript, keywords).Complete() ?? (default, []);
        }
        catch (FilterException)
        {
            // What can't be read up to here can't be guessed at either; running the filter tells what is wrong.
            return (default, []);
        }
    }

    private bool AtEnd => _scanner.AtEnd;

    private (FilterSpan Word, IReadOnlyList<CompletionResult> Results)? Complete()
    {
        while (true)
        {
            // What stands before a field.
            var place = SkipToField();
            if (OperatorAtEnd() is { } not)
                return Offer(not, ["-not"], CompletionResultType.ParameterName);
            if (_scanner.PeekOperator() is not null)
                return null;

            var prefixed = _scanner.TryTakeText("$_.") || _scanner.TryTakeText("$PSItem.");
            var name = _scanner.TakeName();
            if (AtEnd)
                return OfferFields(name, place, prefixed);
            var text = TextOf(name);
            var isHeader = text.Equals(FilterFields.HeaderName, StringComparison.OrdinalIgnoreCase);
            if (isHeader && CompleteHeaderName() is { } header)
                return header;
            // All header fields take the same operators.
            if ((isHeader ? FilterFields.Header("Subject") : FilterFields.Find(text)) is not { } field)
                return null;

            if (CompleteComparison(field) is { } comparison)
                return comparison;
            while (_scanner.TryTake(')'))
                _scanner.SkipBlanks();
            if (AtEnd || OperatorAtEnd() is not null)
                return Offer(OperatorAtEnd() ?? Here, Joining, CompletionResultType.ParameterName);
            if (_scanner.PeekOperator() is not { } joining || !Joining.Contains(TextOf(joining), StringComparer.OrdinalIgnoreCase))
                return null;
            _scanner.Take(joining);
        }
    }

    private FilterSpan Here => new(_scanner.Position, 0);

    /// <returns>Where the last of what was skipped stood, or the current place.</returns>
    private int SkipToField()
    {
        while (true)
        {
            _scanner.SkipBlanks();
            var place = _scanner.Position;
            if (_scanner.PeekOperator() is { } word && word.End < _scanner.Text.Length && TextOf(word).Equals("-not", StringComparison.OrdinalIgnoreCase))
                _scanner.Take(word);
            else if (!_scanner.TryTake('!') && !_scanner.TryTake('('))
                return place;
        }
    }

    /// <summary>The operator, or the dash of one, that is being typed; null if none is.</summary>
    private FilterSpan? OperatorAtEnd()
    {
        if (_scanner.PeekOperator() is { } word)
            return word.End == _scanner.Text.Length ? word : null;
        return _scanner.Next == '-' && _scanner.Position == _scanner.Text.Length - 1 ? new FilterSpan(_scanner.Position, 1) : null;
    }

    private (FilterSpan Word, IReadOnlyList<CompletionResult> Results) OfferFields(FilterSpan typed, int place, bool prefixed)
    {
        var word = TextOf(typed);
        var before = _scanner.Text.Substring(0, place);
        // PowerShell reads a script block first: behind these it wants a value, and no line can begin with From.
        var start = before.TrimStart();
        var isExpression = start.Length > 0 && (start[0] is '(' or '!' or '$' || start.StartsWith("-not", StringComparison.OrdinalIgnoreCase));
        var atLineStart = before.TrimEnd(' ', '\t') is "" or [.., '\n' or '\r'];
        var results = FilterFields.All.Where(f => f.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Select(field =>
        {
            var mustPrefix = _isScript && !prefixed && (isExpression || (atLineStart && field.Name == "From"));
            return Result((mustPrefix ? "$_." : "") + field.Name, field.Name, $"{field.Name}: {string.Join(" ", FilterOperator.NamesOf(field.Tests))}", CompletionResultType.Property);
        }).ToList();
        if (FilterFields.HeaderName.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            results.Add(Result(FilterFields.HeaderName + "('", FilterFields.HeaderName, "Header('List-Id'): any field of the header", CompletionResultType.Property));
        if (word.Length == 0 && !prefixed)
            results.Add(Result("-not", "-not", "-not", CompletionResultType.ParameterName));
        return (typed, results);
    }

    /// <returns>Null if the name is complete.</returns>
    private (FilterSpan Word, IReadOnlyList<CompletionResult> Results)? CompleteHeaderName()
    {
        _scanner.SkipBlanks();
        if (!_scanner.TryTake('('))
            return (default, []);
        if (ValueAtEnd() is { } value)
            return Offer(value, HeaderNameCompleter.Names.Select(Quoted), CompletionResultType.ParameterValue);
        if (!_scanner.TryTake(')'))
            return (default, []);
        return null;
    }

    /// <summary>The operator behind a field, and its value.</summary>
    /// <returns>Null if both are complete, or there is neither.</returns>
    private (FilterSpan Word, IReadOnlyList<CompletionResult> Results)? CompleteComparison(FilterField field)
    {
        _scanner.SkipBlanks();
        if (AtEnd || OperatorAtEnd() is not null)
        {
            var names = FilterOperator.NamesOf(field.Tests).Concat(field.Alone is null ? [] : Joining);
            return Offer(OperatorAtEnd() ?? Here, names, CompletionResultType.ParameterName);
        }

        if (_scanner.PeekOperator() is not { } word || FilterOperator.Find(TextOf(word).Substring(1)) is null)
            return null;
        _scanner.Take(word);
        _scanner.SkipBlanks();
        if (ValueAtEnd() is not { } value)
        {
            _scanner.SkipBlanks();
            return null;
        }

        // Of several values the last one is being typed.
        var comma = TextOf(value).LastIndexOf(',');
        if (comma >= 0)
        {
            var last = TextOf(value).Substring(comma + 1);
            value = new FilterSpan(value.End - last.TrimStart().Length, last.TrimStart().Length);
        }

        return Offer(value, ValuesOf(field), CompletionResultType.ParameterValue);
    }

    /// <summary>Takes a value; the part that is there if it is still being typed, null if it is complete.</summary>
    private FilterSpan? ValueAtEnd()
    {
        var start = _scanner.Position;
        try
        {
            var value = _scanner.TakeValue();
            return AtEnd && (value.Length == 0 || value.End == _scanner.Text.Length) ? new FilterSpan(start, _scanner.Text.Length - start) : null;
        }
        catch (FilterException e) when (e.Fault == FilterFault.QuoteNotClosed)
        {
            return new FilterSpan(start, _scanner.Text.Length - start);
        }
    }

    private IEnumerable<string> ValuesOf(FilterField field) => field switch
    {
        FlagFilterField => Truth,
        KeywordFilterField => _keywords().Select(Quoted),
        { Name: "AttachmentType" } => MediaTypeCompleter.Names.Select(Quoted),
        AgeFilterField => new[] { "1h", "12h", "1d", "7d", "30d", "52w" }.Select(Quoted),
        _ => [],
    };

    private (FilterSpan Word, IReadOnlyList<CompletionResult> Results) Offer(FilterSpan typed, IEnumerable<string> texts, CompletionResultType type)
    {
        var word = TextOf(typed).TrimStart('\'', '"');
        var results = texts.Where(t => t.TrimStart('\'').StartsWith(word, StringComparison.OrdinalIgnoreCase)).Select(t => Result(t, t.Trim('\''), t.Trim('\''), type)).ToArray();
        return (typed, results);
    }

    private static CompletionResult Result(string text, string shown, string tip, CompletionResultType type) => new(text, shown, type, tip);

    private static string Quoted(string text) => "'" + text.Replace("'", "''") + "'";

    private string TextOf(FilterSpan span) => _scanner.Text.Substring(span.Start, span.Length);
}
