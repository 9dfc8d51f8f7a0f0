namespace ImapPS.Client.Authentication;

/// <summary>What a mechanism needs of the user.</summary>
internal enum MechanismSecret
{
    None,
    Password,
    Token,
    ClientCertificate,

    /// <summary>A password if there is one, otherwise the identity that the operating system knows (a Kerberos ticket).</summary>
    Platform,
}
