namespace ImapPS.Client.Search;

/// <summary>Whether a flag is set: \Seen, \Flagged, \Answered, \Draft, \Deleted, \Recent or a keyword, without regard to case.</summary>
/// <exception cref="ArgumentException">It is no flag.</exception>
public sealed record FlagTerm(string Flag) : Query
{
    public string Flag { get; } = TermCheck.Flag(Flag);
}
