using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connecting;

/// <summary>Whether a server says, by a response code or in words, that it has had enough for now.</summary>
internal static class Throttling
{
    private const string SuggestionBegins = "Backoff Time:";

    // RFC 5530 section 3; THROTTLED is Gmail's.
    private static readonly HashSet<string> Codes = new(StringComparer.OrdinalIgnoreCase) { "THROTTLED", "UNAVAILABLE", "INUSE" };

    // They say nothing of how long it lasts: LIMIT may be a limit that stays, such as that of keywords. Here the words count.
    private static readonly HashSet<string> VagueCodes = new(StringComparer.OrdinalIgnoreCase) { "ALERT", "LIMIT", "OVERQUOTA" };

    // Exchange Online; Yahoo; Gmail (two); Dovecot; Courier and others.
    private static readonly string[] Words =
    [
        "request is throttled", "rate limit", "too many simultaneous connections", "command or bandwidth limits", "maximum number of connections", "too many connections",
    ];

    /// <summary>Whether the answer asks for a pause: what it refused may be granted later.</summary>
    public static bool IsMeantBy(StatusResponse? response) =>
        response is { Status: StatusKind.No or StatusKind.Bad or StatusKind.Bye } && IsMeantBy(response.Code?.Name, response.Text);

    /// <param name="code">The response code; null for none.</param>
    /// <param name="text">What stands behind it.</param>
    public static bool IsMeantBy(string? code, string text) => code is null || VagueCodes.Contains(code)
        ? Array.Exists(Words, word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
        : Codes.Contains(code);

    /// <summary>How long the server says to wait, as Exchange Online does ("Suggested Backoff Time: 92415 milliseconds"); zero if it doesn't say.</summary>
    public static TimeSpan SuggestedBy(StatusResponse? response)
    {
        var text = response?.Text ?? "";
        var start = text.IndexOf(SuggestionBegins, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return TimeSpan.Zero;
        long milliseconds = 0;
        foreach (var c in text.Substring(start + SuggestionBegins.Length).TrimStart())
        {
            if (c is < '0' or > '9' || milliseconds > int.MaxValue)
                break;
            milliseconds = (milliseconds * 10) + (c - '0');
        }

        return TimeSpan.FromMilliseconds(milliseconds);
    }
}
