namespace ImapPS.Protocol.Responses;

/// <summary>One place in a forest of threads.</summary>
/// <param name="Number">The message's UID or sequence number; 0 for a parent that isn't there.</param>
/// <param name="Depth">How many ancestors it has: 0 for the root of a thread.</param>
public readonly record struct ThreadMember(uint Number, int Depth);
