namespace ImapPS.Client.Search;

/// <summary>How a text is compared.</summary>
public enum TextTest
{
    Equal,

    /// <summary>PowerShell's wildcards: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and a backtick before what is meant literally.</summary>
    Like,

    /// <summary>A .NET regular expression, found anywhere in the text.</summary>
    Match,
}
