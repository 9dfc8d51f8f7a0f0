using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>Cuts a condition that is longer than a command's line into searches whose answers together are the answer.</summary>
internal static class SearchPrograms
{
    /// <summary>More searches than that aren't made.</summary>
    private const int MaxPrograms = 256;

    /// <summary>Room for the conditions that stand in every one of the searches.</summary>
    private const int MaxCommon = CommandLimits.MaxLineLength / 2;

    /// <summary>What of the line isn't conditions: tag, name, RETURN and CHARSET.</summary>
    private const int Overhead = 100;

    /// <param name="key">The condition.</param>
    /// <param name="widened">Whether something had to be left out, so that more is found.</param>
    public static IReadOnlyList<SearchKey> Split(SearchKey key, out bool widened)
    {
        widened = false;
        if (Fits(key))
            return [key];
        var all = (key is SearchAndKey and ? and.Keys : [key]).Select(static k => (Key: k, Length: Length(k))).OrderBy(static k => k.Length).ToArray();
        var common = new List<SearchKey>();
        var length = 0;
        var choices = new List<SearchKey>();
        foreach (var each in all)
        {
            if (length + each.Length <= MaxCommon)
            {
                length += each.Length + 1;
                common.Add(each.Key);
            }
            else
            {
                choices.Add(each.Key);
            }
        }

        // Any of the long ones does, the others are left out; the one with the fewest alternatives costs the fewest searches.
        var parts = choices.Where(static k => k is SearchOrKey).Select(k => Parts(k, CommandLimits.MaxLineLength - Overhead - length)).FirstOrDefault(static p => p is not null);
        widened = parts is null || choices.Count > 1;
        return parts is null ? [SearchKey.And(common)] : parts.ConvertAll(p => SearchKey.And([.. common, p]));
    }

    /// <summary>Whether one command holds it.</summary>
    public static bool Fits(SearchKey key) => Length(key) <= CommandLimits.MaxLineLength - Overhead;

    /// <summary>The condition as it is sent, for people: text stands in quotes that may be sent as a literal.</summary>
    public static string ToText(SearchKey key)
    {
        using var encoded = new UidSearchCommand(key).Encode("T", new EncodingOptions(LiteralMode.Plus, Utf8: true));
        return encoded.Trace.Substring("T UID SEARCH ".Length);
    }

    private static List<SearchKey>? Parts(SearchKey key, int room)
    {
        var parts = new List<SearchKey>();
        var part = new List<SearchKey>();
        var length = 0;
        foreach (var each in Alternatives(key))
        {
            var size = Length(each) + "OR ".Length + 1;
            if (size > room)
                return null;
            if (length + size > room)
            {
                parts.Add(SearchKey.AnyOf(part));
                part.Clear();
                length = 0;
            }

            part.Add(each);
            length += size;
        }

        parts.Add(SearchKey.AnyOf(part));
        return parts.Count <= MaxPrograms ? parts : null;
    }

    private static IEnumerable<SearchKey> Alternatives(SearchKey key)
    {
        var open = new Stack<SearchKey>();
        open.Push(key);
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (next is SearchOrKey or)
            {
                open.Push(or.Right);
                open.Push(or.Left);
            }
            else
            {
                yield return next;
            }
        }
    }

    private static int Length(SearchKey key)
    {
        using var encoded = new UidSearchCommand(key).Encode("T");
        return encoded.LineLength - "T UID SEARCH \r\n".Length;
    }
}
