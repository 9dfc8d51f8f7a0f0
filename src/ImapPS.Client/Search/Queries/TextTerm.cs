namespace ImapPS.Client.Search;

/// <summary>A test of a text. Where a field holds several values (addresses, attachments, header fields of one name) one of them that passes is enough.</summary>
/// <remarks>
/// <para>An address passes as <c>local@domain</c>, as its decoded display name, or as <c>Name &lt;local@domain&gt;</c>; a message id with or without its angle brackets.</para>
/// <para>Texts are compared decoded and unfolded, runs of blanks as one. A message without Subject, Message-ID or In-Reply-To has an empty one; another field
/// that isn't there has no value, and no test of it is true.</para>
/// </remarks>
/// <param name="Field">What is tested.</param>
/// <param name="HeaderName">The name of the header field for <see cref="TextField.Header"/>, else null.</param>
/// <param name="Test">How.</param>
/// <param name="Value">The text, the wildcard pattern or the regular expression.</param>
/// <param name="CaseSensitive">Whether upper and lower case differ.</param>
/// <exception cref="ArgumentException">A name is missing or isn't one, a pattern or a regular expression isn't valid, or the text is longer than <see cref="QueryLimits"/> allow.</exception>
public sealed record TextTerm(TextField Field, string? HeaderName, TextTest Test, string Value, bool CaseSensitive = false) : Query
{
    public TextField Field { get; } = TermCheck.Defined(Field);

    public string? HeaderName { get; } = Field == TextField.Header
        ? TermCheck.HeaderName(HeaderName)
        : HeaderName is null ? null : throw new ArgumentException($"Only the field Header takes a name, not {Field}.", nameof(HeaderName));

    public TextTest Test { get; } = TermCheck.Defined(Test);

    public string Value { get; } = TermCheck.Text(Test, Value, nameof(Value));
}
