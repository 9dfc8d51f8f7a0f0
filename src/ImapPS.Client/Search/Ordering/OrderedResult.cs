namespace ImapPS.Client.Search;

/// <summary>Matches in the order that was asked for.</summary>
/// <param name="UidValidity">What the UIDs hold under.</param>
/// <param name="Uids">Each once, in order.</param>
public sealed record OrderedResult(uint UidValidity, IReadOnlyList<uint> Uids)
{
    /// <summary>What the server said when it refused a SORT or PARTIAL that it had announced, so that another way was gone; null if it didn't.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether the messages were read and sorted here.</summary>
    public bool SortedHere { get; init; }
}
