namespace ImapPS.Client.Authentication;

/// <summary>
/// Gives access tokens: asked before each connection is made, as one token does not outlive a long session, and once more
/// when the server says that the token has expired.
/// </summary>
public interface ITokenSource
{
    /// <returns>The token, which is the caller's to dispose.</returns>
    /// <exception cref="ImapException">There is none to be had.</exception>
    Task<SecretString> GetTokenAsync(CancellationToken cancellationToken);
}
