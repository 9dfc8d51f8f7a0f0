using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Search;

/// <summary>Messages put together to conversations.</summary>
/// <param name="UidValidity">What the UIDs hold under.</param>
/// <param name="Members">The forest, each message before its replies and at most one deeper than the one before; each UID once.</param>
/// <param name="Algorithm">How it was made.</param>
public sealed record ThreadResult(uint UidValidity, IReadOnlyList<ThreadMember> Members, ThreadAlgorithm Algorithm)
{
    /// <summary>What the server said when it refused a THREAD that it had announced; null if it didn't.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether the messages were read and put together here.</summary>
    public bool ThreadedHere { get; init; }
}
