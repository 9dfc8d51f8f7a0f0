using System.Net.Security;

namespace ImapPS.Client.Transport;

/// <summary>TLS that stands, and what there is to tell of it.</summary>
public sealed record TlsSession(SslStream Stream, TlsReport Report);
