namespace ImapPS.Client.Search;

/// <summary>How big a query gets; so walking one down may recurse.</summary>
public static class QueryLimits
{
    /// <summary>How deep AND, OR and NOT nest; AND directly in AND, OR directly in OR and NOT directly in NOT don't count.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many terms there are, AND, OR and NOT among them.</summary>
    public const int MaxTerms = 50_000;

    /// <summary>How many UTF-16 code units a text has.</summary>
    public const int MaxTextLength = 1 << 20;

    /// <summary>How many UTF-16 code units a regular expression has.</summary>
    public const int MaxRegexLength = 1 << 15;
}
