using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>Moments as days: SEARCH compares dates alone, in a zone that nobody tells (RFC 9051 section 6.4.4).</summary>
internal static class TimeBounds
{
    private const string ServerDays = "SEARCH knows days only, in a zone of the server's choice; the time is compared here.";

    // Servers refuse dates far from now, or take them for others.
    private static readonly DateTime Earliest = new(1980, 1, 1);
    private static readonly DateTime Latest = new(2037, 1, 1);

    public static Bounds Of(TimeTerm term, SearchAbility ability)
    {
        if (term.Field == TimeField.Saved && !ability.SaveDate)
            throw new ImapException(ImapError.NotSupported, "The server doesn't keep the date when a message came into its mailbox (SAVEDATE).") { Hint = "Use Received instead of Saved." };
        // Somewhere it is as much as a day earlier or later than in UTC.
        var day = Clamp(term.Value.UtcDateTime.Date);
        var (since, before) = term.Field switch
        {
            TimeField.Received => (SearchDateField.Since, SearchDateField.Before),
            TimeField.Saved => (SearchDateField.SavedSince, SearchDateField.SavedBefore),
            _ => (SearchDateField.SentSince, SearchDateField.SentBefore),
        };
        var after = Since(since, Add(day, -1), widen: true);
        var until = Before(before, Add(day, 2), widen: true);
        var (lower, upper) = term.Comparison switch
        {
            Comparison.Equal => (ServerKey.None, ServerKey.And([after, until])),
            Comparison.Less or Comparison.LessOrEqual => (Before(before, Add(day, -1), widen: false), until),
            _ => (Since(since, Add(day, 2), widen: false), after),
        };
        return term.Field == TimeField.Date ? Sent(upper, ability) : new Bounds(lower, upper, false, ServerDays);
    }

    /// <summary>Age by the server's clock where it has WITHIN (RFC 5032): it is what set INTERNALDATE, too.</summary>
    public static Bounds Of(AgeTerm term, DateTimeOffset now, SearchAbility ability)
    {
        var seconds = term.Value.TotalSeconds;
        if (ability.Within && term.Comparison != Comparison.Equal && seconds is >= 1 and <= int.MaxValue)
        {
            var key = term.Comparison is Comparison.Greater or Comparison.GreaterOrEqual ? SearchKey.Older((uint)seconds) : SearchKey.Younger((uint)seconds);
            return Bounds.Exact(ServerKey.Of(key), "The server decides it by its own clock, to the second.");
        }

        return Of(ToTime(term, now), ability);
    }

    /// <summary>The moment that an age stands for.</summary>
    private static TimeTerm ToTime(AgeTerm term, DateTimeOffset now)
    {
        var ticks = Math.Min(Math.Max((decimal)now.UtcTicks - term.Value.Ticks, DateTimeOffset.MinValue.Ticks), DateTimeOffset.MaxValue.Ticks);
        var comparison = term.Comparison switch
        {
            Comparison.Less => Comparison.Greater,
            Comparison.LessOrEqual => Comparison.GreaterOrEqual,
            Comparison.Greater => Comparison.Less,
            Comparison.GreaterOrEqual => Comparison.LessOrEqual,
            _ => Comparison.Equal,
        };
        return new TimeTerm(TimeField.Received, comparison, new DateTimeOffset((long)ticks, TimeSpan.Zero));
    }

    /// <summary>The Date field may be written so that a server can't read it: then it has none, an early one, or a guessed one.</summary>
    private static Bounds Sent(ServerKey upper, SearchAbility ability)
    {
        // What servers can read has the name of a day in short with a comma, as RFC 5322 section 3.3 wants it; or none, which costs a look.
        var odd = ability.GuessesDates
            ? ServerKey.Or([ServerKey.Not(ServerKey.Of(SearchKey.Header("Date", ","))), ServerKey.Of(SearchKey.Header("Date", "day,"))])
            : ServerKey.Not(ServerKey.Of(SearchKey.SentSince(Earliest)));
        return Bounds.Superset(ServerKey.Or([upper, odd]), "SEARCH knows days only, and servers read odd Date fields differently; the time is compared here.");
    }

    private static ServerKey Since(SearchDateField field, DateTime day, bool widen) =>
        day < Earliest ? (widen ? ServerKey.All : Key(field, Earliest))
        : day > Latest ? (widen ? Key(field, Latest) : ServerKey.None)
        : Key(field, day);

    private static ServerKey Before(SearchDateField field, DateTime day, bool widen) =>
        day > Latest ? (widen ? ServerKey.All : Key(field, Latest))
        : day < Earliest ? (widen ? Key(field, Earliest) : ServerKey.None)
        : Key(field, day);

    private static ServerKey Key(SearchDateField field, DateTime day) => ServerKey.Of(new SearchDateKey(field, day));

    private static DateTime Clamp(DateTime day) => day < new DateTime(1900, 1, 1) ? new DateTime(1900, 1, 1) : day > new DateTime(9000, 1, 1) ? new DateTime(9000, 1, 1) : day;

    private static DateTime Add(DateTime day, int days) => day.AddDays(days);
}
