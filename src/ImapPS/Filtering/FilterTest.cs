namespace ImapPS.Filtering;

/// <summary>What an operator compares, whether or not the answer is then turned round.</summary>
internal enum FilterTest
{
    Equal,
    Like,
    Match,

    /// <summary>A field of several values holds this one.</summary>
    Contains,

    /// <summary>The value is one of these.</summary>
    In,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}
