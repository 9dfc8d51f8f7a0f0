namespace ImapPS.Client.Transport;

/// <summary>What is asked about the revocation of certificates.</summary>
public enum RevocationPolicy
{
    /// <summary>It is asked for. No answer is tolerated and recorded; a revoked certificate never is.</summary>
    Soft,

    /// <summary>It is asked for, and no answer is a refusal.</summary>
    Require,

    /// <summary>It is not asked for.</summary>
    None,
}
