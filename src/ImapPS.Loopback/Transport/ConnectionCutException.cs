namespace ImapPS.Loopback.Transport;

/// <summary>The connection was ended on order, by a fault or by the server's end.</summary>
internal sealed class ConnectionCutException(string message) : IOException(message);
