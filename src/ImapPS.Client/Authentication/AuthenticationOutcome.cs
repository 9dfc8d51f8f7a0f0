namespace ImapPS.Client.Authentication;

/// <summary>What happened to a mechanism in one phase.</summary>
public enum AuthenticationOutcome
{
    /// <summary>The server listed it.</summary>
    Offered,

    /// <summary>It was not tried; the reason says why.</summary>
    Skipped,

    /// <summary>It comes next if those before it can't be used.</summary>
    Fallback,

    /// <summary>It is the one to try.</summary>
    Chosen,

    /// <summary>It was tried, and didn't lead to a session.</summary>
    Failed,

    /// <summary>It led to the session.</summary>
    Succeeded,
}
