namespace ImapPS.Client.Messages;

/// <summary>How far a removal may go.</summary>
public sealed record RemoveOptions
{
    /// <summary>
    /// Where the server has no UIDPLUS: EXPUNGE, which takes every message marked \Deleted, if a search shows that only
    /// these are marked. Somebody who marks another one in the instant between would lose it.
    /// </summary>
    public bool Force { get; init; }
}
