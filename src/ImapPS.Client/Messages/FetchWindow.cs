using ImapPS.Client.Connection;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>One FETCH command in flight.</summary>
internal sealed record FetchWindow(UidSet Uids, FetchSink Sink, PendingCommand Command);
