using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>Some messages of one mailbox, and what their UIDs hold under.</summary>
public sealed record FetchBatch(uint UidValidity, IReadOnlyList<FetchResponse> Messages);
