namespace ImapPS.Client.Transport;

/// <summary>What became of the question whether a certificate is revoked.</summary>
public enum RevocationOutcome
{
    /// <summary>It was not asked.</summary>
    NotChecked,

    /// <summary>Nothing in the chain is revoked.</summary>
    Good,

    /// <summary>There was no answer: the certificate names nobody to ask, or nobody answered.</summary>
    Unknown,

    /// <summary>A certificate of the chain is revoked.</summary>
    Revoked,
}
