namespace ImapPS.Client.Session;

/// <summary>A lost connection could not be made again: the loss, with the last attempt's failure inside.</summary>
internal sealed class ReconnectFailedException(ImapError error, string message, ImapException inner) : ImapException(error, message, inner);
