namespace ImapPS.Loopback.Faults;

/// <summary>What is wrong with the proof by which a server shows that it knows the user's secret (RFC 5802 section 5).</summary>
public enum ScramSignatureFault
{
    None,

    /// <summary>It isn't right: the server is an impostor.</summary>
    Wrong,

    /// <summary>The server says OK without any.</summary>
    Missing,
}
