namespace ImapPS.Client.Connecting;

/// <summary>What is to be done next.</summary>
public enum DiscoveryActionKind
{
    /// <summary>Begin an attempt.</summary>
    Start,

    /// <summary>Send a Timer event after this time.</summary>
    Wait,

    /// <summary>End an attempt that lost.</summary>
    Close,

    /// <summary>Use this attempt's connection; discovery is over.</summary>
    Win,

    /// <summary>There is no way in; discovery is over.</summary>
    Fail,
}
