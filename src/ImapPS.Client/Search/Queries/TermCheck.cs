using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Checks of what a term is made of, so that it is valid from its constructor on.</summary>
internal static class TermCheck
{
    public static T Defined<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value.GetType(), value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"{value} is no {typeof(T).Name}.");

    // ftext = %d33-57 / %d59-126                         ; RFC 5322 section 3.6.8
    public static string HeaderName(string? name)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("A header field has a name.", nameof(name));
        return name!.Length <= 998 && name.All(static c => c is > ' ' and < (char)127 and not ':')
            ? name
            : throw new ArgumentException($"'{SafeText.Clean(name)}' is no name of a header field: those are made of printable ASCII without ':' and blanks.", nameof(name));
    }

    public static string Text(string text, string parameter)
    {
        if (text is null)
            throw new ArgumentNullException(parameter);
        return text.Length <= QueryLimits.MaxTextLength
            ? text
            : throw new ArgumentException($"A text to look for has {text.Length} characters; the limit is {QueryLimits.MaxTextLength} (MaxTextLength).", parameter);
    }

    public static string Text(TextTest test, string text, string parameter)
    {
        Text(text, parameter);
        if (test == TextTest.Match && text.Length > QueryLimits.MaxRegexLength)
            throw new ArgumentException($"A regular expression has {text.Length} characters; the limit is {QueryLimits.MaxRegexLength} (MaxRegexLength).", parameter);
        // Made for its errors.
        _ = new TextMatcher(test, text, false);
        return text;
    }

    public static string Flag(string flag)
    {
        if (flag is null)
            throw new ArgumentNullException(nameof(flag));
        return MessageFlags.IsKeyword(flag) || flag.ToUpperInvariant() is "\\SEEN" or "\\FLAGGED" or "\\ANSWERED" or "\\DRAFT" or "\\DELETED" or "\\RECENT"
            ? flag
            : throw new ArgumentException($"'{SafeText.Clean(flag)}' is no flag: those are \\Seen, \\Flagged, \\Answered, \\Draft, \\Deleted, \\Recent, and keywords of printable ASCII other than (){{ %*\"\\].", nameof(flag));
    }

    // objectid = 1*255(ALPHA / DIGIT / "_" / "-")         ; RFC 8474 section 7
    public static string ObjectId(string id)
    {
        if (id is null)
            throw new ArgumentNullException(nameof(id));
        return id.Length is > 0 and <= 255 && id.All(static c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' or '-')
            ? id
            : throw new ArgumentException($"'{SafeText.Clean(id)}' is no id: those are 1 to 255 letters, digits, '_' and '-'.", nameof(id));
    }

    public static string GmailSearch(string text)
    {
        Text(text, nameof(text));
        return text.Length > 0 && !text.Any(char.IsControl)
            ? text
            : throw new ArgumentException("A search in Gmail's language isn't empty and holds no control characters.", nameof(text));
    }
}
