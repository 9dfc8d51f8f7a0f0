namespace ImapPS.Loopback.Certificates;

/// <summary>What is wrong with the certificate that a server makes for itself.</summary>
public enum LoopbackCertificateKind
{
    /// <summary>Nothing: for localhost, 127.0.0.1 and ::1, by the server's own certificate authority.</summary>
    Valid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its time has not come.</summary>
    NotYetValid,

    /// <summary>It is for wrong.example.</summary>
    WrongName,

    /// <summary>It is signed by itself.</summary>
    SelfSigned,
}
