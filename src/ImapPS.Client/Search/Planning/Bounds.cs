namespace ImapPS.Client.Search;

/// <summary>What the server can say of a term: all matches are among <paramref name="Upper"/>, and all of <paramref name="Lower"/> are matches.</summary>
/// <remarks>NOT turns one into the other, so what can't be said exactly is never negated into too little.</remarks>
/// <param name="Lower">Matches for sure.</param>
/// <param name="Upper">Matches perhaps; what is outside is none for sure.</param>
/// <param name="IsExact">Whether both are the same.</param>
/// <param name="Reason">Why they aren't, or why nothing can be said; for people.</param>
internal sealed record Bounds(ServerKey Lower, ServerKey Upper, bool IsExact, string Reason)
{
    public static Bounds Exact(ServerKey key, string reason = "The server decides it.") => new(key, key, true, reason);

    public static Bounds Superset(ServerKey upper, string reason) => new(ServerKey.None, upper, false, reason);

    public static Bounds Unknown(string reason) => Superset(ServerKey.All, reason);

    public static Bounds And(IReadOnlyCollection<Bounds> bounds) =>
        Limited(ServerKey.And(bounds.Select(static b => b.Lower).ToArray()), ServerKey.And(bounds.Select(static b => b.Upper).ToArray()), bounds.All(static b => b.IsExact));

    public static Bounds Or(IReadOnlyCollection<Bounds> bounds) =>
        Limited(ServerKey.Or(bounds.Select(static b => b.Lower).ToArray()), ServerKey.Or(bounds.Select(static b => b.Upper).ToArray()), bounds.All(static b => b.IsExact));

    public static Bounds Not(Bounds bounds) => Limited(ServerKey.Not(bounds.Upper), ServerKey.Not(bounds.Lower), bounds.IsExact);

    private static Bounds Limited(ServerKey lower, ServerKey upper, bool exact)
    {
        return lower.IsTooDeep || upper.IsTooDeep
            ? Unknown($"It nests deeper than the {ServerKey.MaxDepth} levels that are sent to a server.")
            : new(lower, upper, exact, "");
    }
}
