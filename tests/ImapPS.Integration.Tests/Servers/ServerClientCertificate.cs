namespace ImapPS.Integration.Tests.Servers;

public sealed record ServerClientCertificate(string User, string Profile, string Certificate, string Key, string Pfx, string PfxPassword);
