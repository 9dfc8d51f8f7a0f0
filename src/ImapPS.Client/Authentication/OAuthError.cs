using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>
/// Why a server refuses a token: the JSON object that OAUTHBEARER (RFC 7628 section 3.2.2) and XOAUTH2 servers send as a
/// last challenge. Texts are without control characters.
/// </summary>
public sealed record OAuthError
{
    /// <summary>"invalid_token", "insufficient_scope", "invalid_request", or a status of HTTP ("400", "401").</summary>
    public string? Status { get; init; }

    /// <summary>The scope that the server wants.</summary>
    public string? Scope { get; init; }

    /// <summary>A sentence of the server's, where it sends one.</summary>
    public string? Description { get; init; }

    /// <summary>What the server sent, where it isn't a JSON object with one of the above.</summary>
    public string? Raw { get; init; }

    /// <summary>Whether the message, rather than the token, is what the server didn't like.</summary>
    public bool IsInvalidRequest => string.Equals(Status, "invalid_request", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the challenge. Never fails: what isn't JSON is shown as it came.</summary>
    public static OAuthError Parse(ReadOnlySpan<byte> challenge)
    {
        var members = FlatJson.Read(Encoding.UTF8.GetString(challenge));
        var error = new OAuthError
        {
            Status = Find(members, "status") ?? Find(members, "error"),
            Scope = Find(members, "scope"),
            Description = Find(members, "error_description") ?? Find(members, "message"),
        };
        return error == new OAuthError() ? error with { Raw = ServerText.Clean(challenge) } : error;
    }

    /// <summary>One line for an error message.</summary>
    public override string ToString()
    {
        if (Raw is not null)
            return Raw;

        var parts = new List<string>();
        if (Status is not null)
            parts.Add("status " + Status);
        if (Description is not null)
            parts.Add(Description);
        if (Scope is not null)
            parts.Add("scope wanted: " + Scope);
        return string.Join("; ", parts);
    }

    private static string? Find(IReadOnlyDictionary<string, string> members, string name) =>
        members.TryGetValue(name, out var value) && ServerText.Clean(value) is { Length: > 0 } clean ? clean : null;
}
