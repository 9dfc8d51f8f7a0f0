using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Sizes, UIDs and mod-sequences as search keys.</summary>
internal static class NumberBounds
{
    /// <summary>The longest set of UIDs that is sent, in octets: the client knows UIDs without asking.</summary>
    private const int MaxSetLength = 2000;

    /// <summary>mod-sequence-value and number64 have 63 bits.</summary>
    private const ulong Max63 = long.MaxValue;

    public static Bounds Of(NumberTerm term, SearchAbility ability) => term.Field switch
    {
        NumberField.Size when ability.CountsFileSize => FileSize(term),
        NumberField.Size => Size(term, ability.LargeNumbers ? Max63 : uint.MaxValue),
        NumberField.Uid => Uid(term),
        _ when !ability.CondStore => throw new ImapException(ImapError.NotSupported, "The server keeps no mod-sequences (CONDSTORE)."),
        _ => ModSeq(term),
    };

    public static Bounds Of(UidTerm term)
    {
        if (term.Uids.IsEmpty)
            return Bounds.Exact(ServerKey.None);
        if (term.Uids.HasStar || term.Uids.ToString().Length <= MaxSetLength)
            return term.Uids.ToString().Length <= CommandLimits.MaxUidSetLength
                ? Bounds.Exact(ServerKey.Of(SearchKey.Uid(term.Uids)))
                : throw new ImapException(ImapError.InvalidArgument, "A set of UIDs that ends in * has too many ranges to be sent.") { Hint = "Name the UIDs, or fewer ranges." };
        var hull = UidSet.Of(term.Uids[0].First, term.Uids[term.Uids.RangeCount - 1].Last);
        return Bounds.Superset(ServerKey.Of(SearchKey.Uid(hull)), "The set of UIDs is too long to be sent; the range that it lies in is.");
    }

    // LARGER and SMALLER leave out the number itself.
    private static Bounds Size(NumberTerm term, ulong max)
    {
        var value = term.Value;
        var more = value < max ? ServerKey.Of(SearchKey.Larger(value)) : null;
        var notLess = value == 0 ? ServerKey.All : value - 1 < max ? ServerKey.Of(SearchKey.Larger(value - 1)) : null;
        var less = value == 0 ? ServerKey.None : value <= max ? ServerKey.Of(SearchKey.Smaller(value)) : null;
        var notMore = value < max ? ServerKey.Of(SearchKey.Smaller(value + 1)) : null;
        var key = term.Comparison switch
        {
            Comparison.Equal => notLess is null || notMore is null ? null : ServerKey.And([notLess, notMore]),
            Comparison.Less => less,
            Comparison.LessOrEqual => notMore,
            Comparison.Greater => more,
            _ => notLess,
        };
        return key is not null ? Bounds.Exact(key) : Bounds.Unknown("The number is larger than SEARCH can say.");
    }

    /// <summary>A message of n octets has a file of n/2 to n: as many less as it has lines.</summary>
    private static Bounds FileSize(NumberTerm term)
    {
        const string Reason = "The server's SEARCH takes messages for smaller than they are (line ends count once); the size is compared here.";
        var above = term.Comparison is Comparison.Equal or Comparison.Greater or Comparison.GreaterOrEqual;
        var below = term.Comparison is Comparison.Equal or Comparison.Less or Comparison.LessOrEqual;
        var most = Math.Min(term.Value, uint.MaxValue - 1);
        var upper = ServerKey.And([
            above && most >= 4 ? ServerKey.Of(SearchKey.Larger((most / 2) - 1)) : ServerKey.All,
            below && most == term.Value ? ServerKey.Of(SearchKey.Smaller(most + 1)) : ServerKey.All,
        ]);
        var lower = above && below ? ServerKey.None : ServerKey.Of(above ? SearchKey.Larger(most) : SearchKey.Smaller(most / 2));
        return new Bounds(above && most < term.Value ? ServerKey.None : lower, upper, false, Reason);
    }

    private static Bounds Uid(NumberTerm term)
    {
        // The highest that isn't "*", which would find a message even where all UIDs are lower.
        const uint Highest = UidRange.Star - 1;
        var value = term.Value;
        var (first, last) = term.Comparison switch
        {
            Comparison.Equal => (value, value),
            Comparison.Less => (1UL, value == 0 ? 0 : value - 1),
            Comparison.LessOrEqual => (1UL, value),
            Comparison.Greater => (value >= Highest ? ulong.MaxValue : value + 1, Highest),
            _ => (value, (ulong)Highest),
        };
        first = Math.Max(first, 1);
        last = Math.Min(last, Highest);
        return Bounds.Exact(first > last ? ServerKey.None : ServerKey.Of(SearchKey.Uid(UidSet.Of((uint)first, (uint)last))));
    }

    // MODSEQ n: n or more                                ; RFC 7162 section 3.1.5
    private static Bounds ModSeq(NumberTerm term)
    {
        var from = From(term.Value);
        var above = term.Value == ulong.MaxValue ? ServerKey.None : From(term.Value + 1);
        return Bounds.Exact(term.Comparison switch
        {
            Comparison.Equal => ServerKey.And([from, ServerKey.Not(above)]),
            Comparison.Less => ServerKey.Not(from),
            Comparison.LessOrEqual => ServerKey.Not(above),
            Comparison.Greater => above,
            _ => from,
        });

        static ServerKey From(ulong value) => value <= 1 ? ServerKey.All : value > Max63 ? ServerKey.None : ServerKey.Of(SearchKey.ModSeq(value));
    }
}
