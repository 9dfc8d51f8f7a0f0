namespace ImapPS.Client.Diagnosis;

/// <summary>What a server does with a command that comes in one packet with STARTTLS, before TLS.</summary>
public enum InjectionOutcome
{
    /// <summary>It could not be tried.</summary>
    NotTested,

    /// <summary>It was dropped, answered in the clear, or the connection was closed: all safe.</summary>
    Refused,

    /// <summary>It was answered inside TLS: whoever is on the way can put words into a client's mouth.</summary>
    Tolerated,
}
