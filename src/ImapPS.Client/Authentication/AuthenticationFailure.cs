namespace ImapPS.Client.Authentication;

/// <summary>All that is known of an attempt that failed, for the policy and for the hint.</summary>
public sealed record AuthenticationFailure
{
    public required AuthenticationCandidate Candidate { get; init; }

    public required AuthenticationAnswer Answer { get; init; }

    /// <summary>The code's name of a NO, BAD or BYE ("AUTHENTICATIONFAILED"), or null.</summary>
    public string? ResponseCode { get; init; }

    /// <summary>The human-readable text of the NO, BAD or BYE.</summary>
    public string Text { get; init; } = "";

    /// <summary>SaslMechanism.SecretPresented; true for the LOGIN command.</summary>
    public bool SecretPresented { get; init; }

    /// <summary>Why the client ended the exchange, with <see cref="AuthenticationAnswer.Cancelled"/>.</summary>
    public SaslFailure? SaslFailure { get; init; }

    /// <summary>What an OAuth server said about the token.</summary>
    public OAuthError? TokenError { get; init; }

    /// <summary>The server's name as the user gave it; some hints depend on it.</summary>
    public string Host { get; init; } = "";

    public bool IsTls { get; init; }

    /// <summary>Whether the code is this one, in any case.</summary>
    internal bool HasCode(string name) => string.Equals(ResponseCode, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text has these words, in any case.</summary>
    internal bool Says(string words) => Text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;
}
