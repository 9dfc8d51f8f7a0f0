namespace ImapPS.Client.Authentication;

/// <summary>Who logs in where, with what. The secrets stay the caller's and must live as long as the exchange.</summary>
public sealed record SaslContext
{
    /// <summary>The server's name as the user gave it, not as DNS made of it.</summary>
    public required string Host { get; init; }

    public int? Port { get; init; }

    public string UserName { get; init; } = "";

    public SecretString? Password { get; init; }

    public SecretString? Token { get; init; }

    /// <summary>Whom to act as, or null for the user itself.</summary>
    public string? AuthorizationId { get; init; }
}
