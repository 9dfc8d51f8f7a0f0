namespace ImapPS.Client.Authentication;

/// <summary>Why a SASL exchange ended on the client's side. The names are stable: scripts may compare them.</summary>
public enum SaslFailure
{
    /// <summary>The challenge doesn't follow the mechanism's grammar.</summary>
    MalformedChallenge,

    /// <summary>A challenge after the mechanism's last message.</summary>
    UnexpectedChallenge,

    /// <summary>The server said OK before the mechanism was through.</summary>
    PrematureSuccess,

    /// <summary>The server's nonce doesn't continue ours: an old exchange is being replayed, or someone is in between.</summary>
    NonceMismatch,

    /// <summary>The iteration count is below 1 or above <see cref="ScramLimits.MaximumIterations"/>.</summary>
    IterationCountOutOfRange,

    /// <summary>The server's proof that it knows the password is wrong: someone is impersonating it.</summary>
    ServerSignatureMismatch,

    /// <summary>The server said OK without proving that it knows the password: someone may be impersonating it.</summary>
    ServerSignatureMissing,

    /// <summary>The server and we see different TLS sessions or certificates, or someone hid the -PLUS mechanisms.</summary>
    ChannelBindingMismatch,

    /// <summary>The server said, within the mechanism, that the password or token is wrong.</summary>
    CredentialsRejected,

    /// <summary>The server reported another error within the mechanism.</summary>
    ServerError,

    /// <summary>A user name or secret holds what this mechanism can't carry.</summary>
    ProhibitedCharacter,

    /// <summary>The server asks for what we don't have, or the platform lacks what the mechanism needs.</summary>
    Unsupported,
}
