namespace ImapPS.Client.Diagnosis;

/// <summary>Whether a server speaks one version of TLS.</summary>
public enum TlsVersionOutcome
{
    Accepted,
    Refused,

    /// <summary>Nothing could be found out from here; the detail says why.</summary>
    NotTestable,
}
