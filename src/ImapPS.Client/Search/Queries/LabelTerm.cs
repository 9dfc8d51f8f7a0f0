namespace ImapPS.Client.Search;

/// <summary>Whether one of Gmail's labels passes (X-GM-LABELS), without regard to case.</summary>
/// <exception cref="ArgumentException">A pattern or a regular expression isn't valid, or the text is longer than <see cref="QueryLimits"/> allow.</exception>
public sealed record LabelTerm(TextTest Test, string Value) : Query
{
    public TextTest Test { get; } = TermCheck.Defined(Test);

    public string Value { get; } = TermCheck.Text(Test, Value, nameof(Value));
}
