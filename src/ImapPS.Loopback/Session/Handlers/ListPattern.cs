namespace ImapPS.Loopback.Session.Handlers;

/// <summary>A pattern of LIST: * stands for anything, % for anything within a level (RFC 9051 section 6.3.9).</summary>
internal sealed class ListPattern(string pattern, char delimiter)
{
    public bool Matches(string name)
    {
        // INBOX is INBOX in any case, also as the first level of a longer pattern.
        if (name.Length >= 5 && pattern.Length >= 5 && pattern.StartsWith("INBOX", StringComparison.OrdinalIgnoreCase)
            && string.Compare(name, 0, pattern, 0, 5, StringComparison.OrdinalIgnoreCase) == 0
            && (name.Length == 5 || name[5] == delimiter))
        {
            return MatchesFrom(name, 5);
        }

        return MatchesFrom(name, 0);
    }

    /// <summary>One row of reachable positions in the pattern for each character: no backtracking.</summary>
    private bool MatchesFrom(string name, int start)
    {
        var reached = new bool[pattern.Length + 1];
        reached[start] = true;
        Spread(reached);
        for (var i = start; i < name.Length; i++)
        {
            var next = new bool[pattern.Length + 1];
            for (var p = 0; p < pattern.Length; p++)
            {
                if (!reached[p])
                    continue;
                if (pattern[p] == '*' || (pattern[p] == '%' && name[i] != delimiter))
                    next[p] = true;
                else if (pattern[p] == name[i] && pattern[p] != '%')
                    next[p + 1] = true;
            }

            Spread(next);
            reached = next;
        }

        return reached[pattern.Length];
    }

    /// <summary>A wildcard may stand for nothing.</summary>
    private void Spread(bool[] reached)
    {
        for (var p = 0; p < pattern.Length; p++)
        {
            if (reached[p] && pattern[p] is '*' or '%')
                reached[p + 1] = true;
        }
    }
}
