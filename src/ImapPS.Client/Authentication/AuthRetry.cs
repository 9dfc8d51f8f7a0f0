namespace ImapPS.Client.Authentication;

/// <summary>What follows a refused password.</summary>
public enum AuthRetry
{
    /// <summary>Nothing: a second attempt by other means is a second attempt, and those lock accounts.</summary>
    Stop,

    /// <summary>The next mechanism, for servers that refuse by one what they accept by another.</summary>
    Next,
}
