namespace ImapPS.Loopback.Scripts;

/// <summary>
/// What a line of the client must look like: {tag} at its beginning takes any tag, {any} any text. Case doesn't count.
/// </summary>
internal static class LinePattern
{
    private const string Tag = "{tag}";
    private const string Any = "{any}";

    /// <param name="pattern">The pattern.</param>
    /// <param name="line">The line, its line end taken off.</param>
    /// <param name="tag">The line's first word if the pattern begins with {tag}; otherwise null.</param>
    public static bool Matches(string pattern, string line, out string? tag)
    {
        tag = null;
        if (pattern.StartsWith(Tag, StringComparison.Ordinal))
        {
            var space = line.IndexOf(' ');
            tag = space < 0 ? line : line.Substring(0, space);
            line = line.Substring(tag.Length);
            pattern = pattern.Substring(Tag.Length);
        }

        var pieces = pattern.Split([Any], StringSplitOptions.None);
        if (pieces.Length == 1)
            return string.Equals(line, pattern, StringComparison.OrdinalIgnoreCase);
        var first = pieces[0];
        var last = pieces[pieces.Length - 1];
        if (line.Length < first.Length + last.Length
            || !line.StartsWith(first, StringComparison.OrdinalIgnoreCase)
            || !line.EndsWith(last, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // The leftmost place for each piece between is as good as any other.
        var at = first.Length;
        for (var i = 1; i < pieces.Length - 1; i++)
        {
            var found = line.IndexOf(pieces[i], at, line.Length - last.Length - at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
                return false;
            at = found + pieces[i].Length;
        }

        return true;
    }
}
