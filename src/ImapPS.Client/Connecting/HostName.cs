namespace ImapPS.Client.Connecting;

/// <summary>Refuses what can't be a host before anything is sent anywhere.</summary>
internal static class HostName
{
    /// <exception cref="ImapException">InvalidArgument.</exception>
    public static void Check(string host)
    {
        if (string.IsNullOrWhiteSpace(host))
            throw new ImapException(ImapError.InvalidArgument, "No server was named.");
        if (host.Length > 255 || host.Any(static c => char.IsWhiteSpace(c) || !SafeText.IsSafe(c) || c is '/' or '\\' or '@' or '?' or '#' or '"' or ','))
        {
            throw new ImapException(ImapError.InvalidArgument, $"'{SafeText.Clean(host, 255)}' is no host name.")
            {
                Hint = "Give the name or address alone: imap.example.org. The port has a parameter of its own.",
            };
        }
    }

    /// <summary>One spelling for each host.</summary>
    public static string Normalize(string host) => host.Trim().TrimEnd('.').ToLowerInvariant();
}
