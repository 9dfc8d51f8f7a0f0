namespace ImapPS.Client.Transport;

/// <summary>What a certificate's chain ends in.</summary>
public enum CertificateTrust
{
    /// <summary>Nothing that is trusted.</summary>
    None,

    /// <summary>An authority that this machine trusts.</summary>
    Platform,

    /// <summary>An authority that was given for this connection.</summary>
    GivenAuthority,
}
