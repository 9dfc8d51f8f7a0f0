namespace ImapPS.Filtering;

/// <summary>A place in a filter's text.</summary>
internal readonly record struct FilterSpan(int Start, int Length)
{
    public int End => Start + Length;
}
