namespace ImapPS.Client.Search;

/// <summary>One of several characters: <c>?</c> or <c>[a-z_]</c> of a <see cref="LikePattern"/>.</summary>
internal sealed class LikeSet
{
    private readonly List<(char First, char Last)> _ranges = [];

    public static LikeSet Any { get; } = new() { _ranges = { ('\0', '\uffff') } };

    /// <param name="pattern">The whole pattern.</param>
    /// <param name="at">Where the bracket opens; left where it closes.</param>
    /// <exception cref="ArgumentException">It doesn't close, or a range goes backwards.</exception>
    public static LikeSet Parse(string pattern, ref int at)
    {
        var set = new LikeSet();
        var content = new List<(char C, bool Escaped)>();
        var i = at + 1;
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            var escaped = pattern[i] == '`' && i + 1 < pattern.Length;
            content.Add((pattern[escaped ? ++i : i], escaped));
        }

        if (i >= pattern.Length)
            throw new ArgumentException($"The pattern '{SafeText.Clean(pattern, 100)}' isn't valid: '[' at position {at} has no ']'. Put a backtick before a '[' that is meant literally.");
        at = i;
        for (var k = 0; k < content.Count; k++)
        {
            var first = content[k].C;
            var last = first;
            if (k + 2 < content.Count && content[k + 1] is { C: '-', Escaped: false })
            {
                last = content[k + 2].C;
                k += 2;
            }

            if (first > last)
                throw new ArgumentException($"The pattern '{SafeText.Clean(pattern, 100)}' isn't valid: the range {first}-{last} goes backwards.");
            set._ranges.Add((first, last));
        }

        return set;
    }

    public bool Contains(char c, bool caseSensitive)
    {
        foreach (var (first, last) in _ranges)
        {
            if (IsIn(c) || (!caseSensitive && (IsIn(char.ToUpperInvariant(c)) || IsIn(char.ToLowerInvariant(c)))))
                return true;

            bool IsIn(char other) => other >= first && other <= last;
        }

        return false;
    }
}
