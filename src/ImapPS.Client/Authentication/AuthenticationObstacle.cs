namespace ImapPS.Client.Authentication;

/// <summary>Why there is no way to log in at all. The names are stable.</summary>
public enum AuthenticationObstacle
{
    /// <summary>There is a way.</summary>
    None,

    /// <summary>The user gave nothing that a mechanism on offer could use.</summary>
    NoCredential,

    /// <summary>All that would do sends the secret itself, and there is no TLS.</summary>
    TlsNeeded,

    /// <summary>LOGINDISABLED stands, and no mechanism on offer would do.</summary>
    LoginDisabled,

    /// <summary>The server offers none of the mechanisms that were asked for, or none that is known.</summary>
    NoCommonMechanism,
}
