using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>A message to add, and how.</summary>
/// <param name="Source">Its octets; stays the caller's, who disposes it when the result is there.</param>
/// <param name="Flags">The flags it gets; null for none.</param>
/// <param name="InternalDate">The date it gets; null lets the server take the time of arrival.</param>
public sealed record AppendItem(AppendSource Source, MessageFlags? Flags = null, DateTimeOffset? InternalDate = null);
