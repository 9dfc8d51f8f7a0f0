namespace ImapPS.Client;

/// <summary>Why something failed: stable names, which error ids are made of.</summary>
public enum ImapError
{
    /// <summary>The host name has no address.</summary>
    HostNotFound,

    /// <summary>Nothing listens on the port.</summary>
    ConnectionRefused,

    /// <summary>No connection could be made for another reason.</summary>
    ConnectionFailed,

    /// <summary>The proxy can't be reached, does not do what a proxy does, or does not allow the connection.</summary>
    ProxyFailed,

    /// <summary>The proxy wants, or refused, a user name and a password.</summary>
    ProxyAuthenticationFailed,

    /// <summary>No TCP connection within the timeout.</summary>
    ConnectTimeout,

    /// <summary>The server accepted the connection and said nothing.</summary>
    GreetingTimeout,

    /// <summary>The TLS handshake took longer than the timeout.</summary>
    TlsTimeout,

    /// <summary>The server fell silent while a command was waiting.</summary>
    CommandTimeout,

    /// <summary>What the server sent first is not an IMAP greeting.</summary>
    NotImap,

    /// <summary>The server turned the connection away in its greeting.</summary>
    GreetingRejected,

    /// <summary>The TLS handshake failed, the certificate not being the reason.</summary>
    TlsFailed,

    /// <summary>The certificate was refused.</summary>
    CertificateRejected,

    /// <summary>STARTTLS is not offered, or was refused.</summary>
    StartTlsUnavailable,

    /// <summary>Bytes came before TLS that were not asked for: somebody may be tampering with the connection.</summary>
    StartTlsInjection,

    /// <summary>PREAUTH on a connection that was to be upgraded by STARTTLS.</summary>
    PreAuthRefused,

    /// <summary>No authentication mechanism could be used.</summary>
    NoMechanism,

    /// <summary>The server refused the credentials.</summary>
    AuthenticationFailed,

    /// <summary>The server could not prove that it knows the password.</summary>
    ServerNotVerified,

    /// <summary>A login referral leads nowhere: too many hops, a circle, or no server that can be named.</summary>
    ReferralFailed,

    /// <summary>There are as many connections to the account as there may be.</summary>
    ConnectionLimit,

    /// <summary>The server answered NO.</summary>
    CommandRefused,

    /// <summary>The server answered BAD.</summary>
    CommandBad,

    /// <summary>The mailbox does not exist.</summary>
    MailboxNotFound,

    /// <summary>The mailbox's UIDVALIDITY is not what the message references were made under.</summary>
    UidValidityChanged,

    /// <summary>The message is gone.</summary>
    MessageNotFound,

    /// <summary>The connection ended.</summary>
    ConnectionLost,

    /// <summary>The server ended the connection with BYE.</summary>
    ServerClosed,

    /// <summary>The server's stream can't be followed any more.</summary>
    ProtocolViolation,

    /// <summary>The session was closed by us.</summary>
    SessionClosed,

    /// <summary>What was asked for can't be sent.</summary>
    InvalidArgument,

    /// <summary>The server lacks what this would need to be done safely.</summary>
    NotSupported,

    /// <summary>It is not known whether the server did it.</summary>
    OutcomeUnknown,

    /// <summary>A file of the name is there already.</summary>
    FileExists,

    /// <summary>No permission to write a file or a folder.</summary>
    FileAccessDenied,

    /// <summary>The disk, or the user's share of it, is full.</summary>
    DiskFull,

    /// <summary>A file could not be written for another reason.</summary>
    FileFailed,

    /// <summary>What the server sent of a message, or as an answer, can't be used.</summary>
    BadContent,

    /// <summary>A checkpoint's file is locked by another run.</summary>
    CheckpointInUse,

    /// <summary>A checkpoint's file is damaged, or is none.</summary>
    CheckpointInvalid,

    /// <summary>A checkpoint's file is of another account, or of another mailbox.</summary>
    CheckpointMismatch,

    /// <summary>A checkpoint's file is from a newer version, or ahead of its mailbox.</summary>
    CheckpointFromFuture,

    /// <summary>Too many messages were handed out and never said to be taken.</summary>
    CheckpointFull,
}
