namespace ImapPS.Integration.Tests.Servers;

public sealed record ServerUser(string User, string Password, string? Note = null);
