namespace ImapPS.Client.Connection;

/// <summary>What the scheduler must know of a command beside its octets.</summary>
/// <param name="Barrier">Nothing else may be in flight with it: STARTTLS, AUTHENTICATE, LOGIN, LOGOUT.</param>
/// <param name="WaitsForOthers">It is sent only when nothing is in flight, but others may follow at once: SELECT.</param>
/// <param name="ConflictClass">Commands of one class are never in flight together, since their data could not be told apart (RFC 9051 section 5.5).</param>
/// <param name="DecidesEncoding">
/// Its answer says how names and strings are written from then on: ENABLE of UTF-8. Commands that read the same either way
/// follow at once, SELECT too, since nobody takes its data for another's; the others wait for the answer.
/// </param>
public sealed record CommandTraits(bool Barrier = false, bool WaitsForOthers = false, string? ConflictClass = null, bool DecidesEncoding = false)
{
    /// <summary>The conflict class of commands that are answered by SEARCH, ESEARCH, SORT or THREAD.</summary>
    public const string SearchClass = "SEARCH";

    public static CommandTraits None { get; } = new();

    public static CommandTraits Alone { get; } = new(Barrier: true);

    public static CommandTraits AfterOthers { get; } = new(WaitsForOthers: true);

    public static CommandTraits Enabling { get; } = new(DecidesEncoding: true);

    public static CommandTraits Class(string name) => new(ConflictClass: name);
}
