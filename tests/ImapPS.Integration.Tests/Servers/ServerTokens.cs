namespace ImapPS.Integration.Tests.Servers;

public sealed record ServerTokens(string User, string Token, string ExpiredToken);
