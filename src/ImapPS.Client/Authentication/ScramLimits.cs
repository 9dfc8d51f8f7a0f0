namespace ImapPS.Client.Authentication;

/// <summary>Bounds for what a SCRAM server may ask of us.</summary>
public static class ScramLimits
{
    /// <summary>Old servers with few iterations exist, and TLS protects their exchange; the mechanism records the weakness.</summary>
    public const int MinimumIterations = 1;

    /// <summary>What servers should announce at least (RFC 5802 section 5.1, RFC 7677 section 4).</summary>
    public const int RecommendedIterations = 4096;

    /// <summary>Some seconds of one core. More is a mistake or an attempt to keep us busy.</summary>
    public const int MaximumIterations = 10_000_000;
}
