using ImapPS.Protocol.Commands;

namespace ImapPS.Protocol.Ordering;

/// <summary>SORT (RFC 5256 section 3, RFC 5957): what a server does, and what the client does where the server doesn't.</summary>
public static class MessageSorter
{
    /// <summary>Puts messages into the order that SORT answers with. What ties in every criterion goes by UID, whatever is reversed.</summary>
    /// <param name="messages">In any order. The fields that no criterion names don't matter.</param>
    /// <param name="criteria">The first one decides, then the next.</param>
    /// <exception cref="ArgumentException">There is no criterion.</exception>
    public static uint[] Sort(IReadOnlyList<SortFields> messages, IReadOnlyList<SortCriterion> criteria)
    {
        if (messages is null)
            throw new ArgumentNullException(nameof(messages));
        if (criteria is not { Count: > 0 })
            throw new ArgumentException("A sort has at least one criterion.", nameof(criteria));
        var comparisons = criteria.Select(c => Comparison(messages, c)).ToArray();
        var order = Enumerable.Range(0, messages.Count).ToArray();
        Array.Sort(order, (a, b) =>
        {
            foreach (var compare in comparisons)
            {
                if (compare(a, b) is var result and not 0)
                    return result;
            }

            return messages[a].Uid.CompareTo(messages[b].Uid);
        });
        return Array.ConvertAll(order, i => messages[i].Uid);
    }

    private static Comparison<int> Comparison(IReadOnlyList<SortFields> messages, SortCriterion criterion)
    {
        Comparison<int> compare = criterion.Key switch
        {
            SortKey.Arrival => (a, b) => messages[a].Arrival.CompareTo(messages[b].Arrival),
            SortKey.Date => (a, b) => messages[a].SentDate.CompareTo(messages[b].SentDate),
            SortKey.Size => (a, b) => messages[a].Size.CompareTo(messages[b].Size),
            SortKey.Subject => ByText(messages, static m => BaseSubject.Of(m.Subject).Text),
            SortKey.From => ByText(messages, static m => m.From),
            SortKey.To => ByText(messages, static m => m.To),
            SortKey.Cc => ByText(messages, static m => m.Cc),
            SortKey.DisplayFrom => ByText(messages, static m => m.DisplayFrom),
            _ => ByText(messages, static m => m.DisplayTo),
        };
        return criterion.Reverse ? (a, b) => compare(b, a) : compare;
    }

    private static Comparison<int> ByText(IReadOnlyList<SortFields> messages, Func<SortFields, string> text)
    {
        // Each key is made once, not at each comparison.
        var keys = messages.Select(m => Collation.Key(text(m))).ToArray();
        return (a, b) => Collation.Compare(keys[a], keys[b]);
    }
}
