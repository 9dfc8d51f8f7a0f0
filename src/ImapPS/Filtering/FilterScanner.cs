namespace ImapPS.Filtering;

/// <summary>
/// Cuts a filter's text into words, operators and values, by PowerShell's rules for blanks, comments, quotes and brackets.
/// PowerShell's own parser takes a bare word for a command and what follows for its arguments, or for an error, depending on
/// where it stands; so it gets to see the values only. Linear in the length of the text, without recursion.
/// </summary>
internal sealed class FilterScanner(string text)
{
    /// <summary>How deep brackets and quotes nest inside a value.</summary>
    public const int MaxDepth = 100;

    public string Text { get; } = text;

    public int Position { get; private set; }

    /// <summary>The next character; NUL at the end.</summary>
    public char Next => Peek(0);

    public bool AtEnd => Position >= Text.Length;

    public void SkipBlanks()
    {
        while (!AtEnd)
        {
            if (char.IsWhiteSpace(Next) || (Next == '`' && Peek(1) is '\r' or '\n'))
                Position++;
            else if (CommentEnd(Position) is { } end)
                Position = end;
            else
                return;
        }
    }

    public bool TryTake(char expected)
    {
        if (AtEnd || Next != expected)
            return false;
        Position++;
        return true;
    }

    /// <summary>Takes a word as a whole, whatever its case.</summary>
    public bool TryTakeText(string expected)
    {
        if (string.Compare(Text, Position, expected, 0, expected.Length, StringComparison.OrdinalIgnoreCase) != 0)
            return false;
        Position += expected.Length;
        return true;
    }

    /// <summary>Letters, digits and "_"; nothing if something else is next.</summary>
    public FilterSpan TakeName()
    {
        var start = Position;
        while (!AtEnd && IsNameCharacter(Next))
            Position++;
        return new FilterSpan(start, Position - start);
    }

    /// <summary>The operator that is next, with its dash; null if none is.</summary>
    public FilterSpan? PeekOperator()
    {
        if (!IsOperatorStart(Position))
            return null;
        var end = Position + 1;
        while (end < Text.Length && IsNameCharacter(Text[end]))
            end++;
        return new FilterSpan(Position, end - Position);
    }

    /// <summary>Goes on behind what was peeked at.</summary>
    public void Take(FilterSpan peeked) => Position = peeked.End;

    /// <summary>What stands at the current place, for messages: up to the next blank, or one character.</summary>
    public FilterSpan PeekWord()
    {
        var end = Position;
        while (end < Text.Length && !char.IsWhiteSpace(Text[end]) && (end == Position || Text[end] is not ('(' or ')')))
            end++;
        return new FilterSpan(Position, end - Position);
    }

    /// <summary>A value: all up to the next operator or the parenthesis that closes what is around it, without blanks at its ends.</summary>
    public FilterSpan TakeValue()
    {
        var start = Position;
        var end = start;
        // What is open: a bracket that waits for its partner, or a double quote.
        var open = new Stack<(char Closer, int Start)>();
        while (!AtEnd)
        {
            var at = Position;
            if (open.Count > 0 && open.Peek().Closer == '"')
                StepInText(open);
            else if (open.Count == 0 && (Next == ')' || IsOperatorStart(at)))
                break;
            else
                StepInCode(open);
            if (open.Count > MaxDepth)
                throw new FilterException(FilterFault.TooDeep, new FilterSpan(at, 1), null, MaxDepth);
            if (Position - at > 1 || !char.IsWhiteSpace(Text[at]))
                end = Position;
        }

        if (open.Count > 0)
        {
            var (closer, place) = open.Peek();
            throw new FilterException(closer == '"' ? FilterFault.QuoteNotClosed : FilterFault.ParenthesisNotClosed, new FilterSpan(place, 1), null, Text[place]);
        }

        return new FilterSpan(start, end - start);
    }

    private void StepInText(Stack<(char Closer, int Start)> open)
    {
        if (Next == '`')
        {
            Advance(2);
        }
        else if (IsDoubleQuote(Next))
        {
            if (IsDoubleQuote(Peek(1)))
                Position++;
            else
                open.Pop();
            Position++;
        }
        else if (Next == '$' && Peek(1) == '(')
        {
            open.Push((')', Position + 1));
            Position += 2;
        }
        else
        {
            Position++;
        }
    }

    private void StepInCode(Stack<(char Closer, int Start)> open)
    {
        if (CommentEnd(Position) is { } commentEnd)
        {
            Position = commentEnd;
            return;
        }

        var at = Position++;
        switch (Text[at])
        {
            case '`':
                Advance(1);
                break;
            case '@' when IsSingleQuote(Next) || IsDoubleQuote(Next):
                throw new FilterException(FilterFault.HereString, new FilterSpan(at, 2), null);
            case '$' when Next == '{':
                TakeBracedName();
                break;
            case '(':
                open.Push((')', at));
                break;
            case '[':
                open.Push((']', at));
                break;
            case '{':
                open.Push(('}', at));
                break;
            case ')' or ']' or '}':
                if (open.Count == 0 || open.Pop().Closer != Text[at])
                    throw new FilterException(FilterFault.ParenthesisUnexpected, new FilterSpan(at, 1), null, Text[at]);
                break;
            case var c when IsSingleQuote(c):
                TakeSingleQuoted(at);
                break;
            case var c when IsDoubleQuote(c):
                open.Push(('"', at));
                break;
        }
    }

    private void TakeSingleQuoted(int start)
    {
        for (; !AtEnd; Position++)
        {
            if (!IsSingleQuote(Next))
                continue;
            Position++;
            if (!IsSingleQuote(Next))
                return;
        }

        throw new FilterException(FilterFault.QuoteNotClosed, new FilterSpan(start, 1), null, Text[start]);
    }

    private void TakeBracedName()
    {
        var start = Position;
        for (; !AtEnd && Next != '}'; Position++)
        {
            if (Next == '`')
                Position++;
        }

        if (AtEnd)
            throw new FilterException(FilterFault.ParenthesisNotClosed, new FilterSpan(start, 1), null, '{');
        Position++;
    }

    // "#" begins a comment only where a word could begin.
    private int? CommentEnd(int at)
    {
        if (Text[at] == '<' && at + 1 < Text.Length && Text[at + 1] == '#')
            return Text.IndexOf("#>", at + 2, StringComparison.Ordinal) is >= 0 and var close ? close + 2 : Text.Length;
        if (Text[at] != '#' || (at > 0 && !char.IsWhiteSpace(Text[at - 1]) && Text[at - 1] is not ('(' or ',' or ')')))
            return null;
        return Text.IndexOfAny(['\r', '\n'], at) is >= 0 and var end ? end : Text.Length;
    }

    private bool IsOperatorStart(int at) => at + 1 < Text.Length && IsDash(Text[at]) && char.IsLetter(Text[at + 1]) && (at == 0 || !IsNameCharacter(Text[at - 1]));

    private void Advance(int count) => Position = Math.Min(Position + count, Text.Length);

    private char Peek(int ahead) => Position + ahead < Text.Length ? Text[Position + ahead] : '\0';

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    // PowerShell takes the dashes and quotes that word processors make for plain ones.
    private static bool IsDash(char c) => c is '-' or '\u2013' or '\u2014' or '\u2015';

    public static bool IsSingleQuote(char c) => c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b';

    private static bool IsDoubleQuote(char c) => c is '"' or '\u201c' or '\u201d' or '\u201e';
}
