namespace ImapPS.Integration.Tests.Servers;

/// <summary>One address of a server, with its own rules: open, strict, wrongName, expired, selfSigned, clientCertificate, ipv6.</summary>
public sealed record ServerProfile(string Host, int Port, int TlsPort, string? Note = null);
