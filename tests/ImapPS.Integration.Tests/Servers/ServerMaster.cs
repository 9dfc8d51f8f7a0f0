namespace ImapPS.Integration.Tests.Servers;

public sealed record ServerMaster(string User, string Password, string Separator);
