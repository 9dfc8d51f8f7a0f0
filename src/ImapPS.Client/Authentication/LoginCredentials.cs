namespace ImapPS.Client.Authentication;

/// <summary>Who logs in with what. Disposing overwrites the secrets.</summary>
public sealed record LoginCredentials(string UserName) : IDisposable
{
    public SecretString? Password { get; init; }

    /// <summary>An OAuth 2.0 access token: used with OAUTHBEARER and XOAUTH2 only.</summary>
    public SecretString? Token { get; init; }

    /// <summary>Where tokens come from, in place of <see cref="Token"/>.</summary>
    public ITokenSource? TokenSource { get; init; }

    /// <summary>Whom to act as; null for the user itself.</summary>
    public string? AuthorizationId { get; init; }

    /// <summary>The mechanisms to try, in this order; empty for the strongest first.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>Whether a client certificate was shown in the TLS handshake.</summary>
    public bool HasClientCertificate { get; init; }

    /// <summary>What follows a refused password. Default: nothing.</summary>
    public AuthRetry Retry { get; init; }

    /// <summary>The same with secrets of its own. A token that was fetched is left out: its source gives another.</summary>
    internal LoginCredentials Copy() => this with
    {
        Password = Password is null ? null : new SecretString(Password.Span),
        Token = Token is null || TokenSource is not null ? null : new SecretString(Token.Span),
    };

    public void Dispose()
    {
        Password?.Dispose();
        Token?.Dispose();
    }

    /// <summary>Never the secrets.</summary>
    public override string ToString() => UserName;
}
