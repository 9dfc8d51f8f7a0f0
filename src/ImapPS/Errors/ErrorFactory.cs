using System.Management.Automation;
using ImapPS.Client;

namespace ImapPS.Errors;

/// <summary>Makes error records: a stable id, a fitting category, the object concerned, and a hint where one helps.</summary>
internal static class ErrorFactory
{
    public const string Prefix = "ImapPS.";

    /// <summary>An error of the engine, by the server's response code where there is one.</summary>
    public static ErrorRecord From(ImapException error, object? target) => error switch
    {
        IContainsErrorRecord { ErrorRecord: { } record } => record,
        ModuleException own => WithHint(new ErrorRecord(own, Prefix + own.Id, CategoryOf(own), own.Target), Strings.Find(own.Id + "Hint")),
        // The work may be about several mailboxes, of which this is the one.
        { Mailbox: { } mailbox } when target is string => WithHint(new ErrorRecord(error, Prefix + error.ErrorId, CategoryOf(error), mailbox.Name), error.Hint),
        _ => WithHint(new ErrorRecord(error, Prefix + error.ErrorId, CategoryOf(error), target), error.Hint),
    };

    /// <summary>An error of the module, by its id; text and hint come from the resources.</summary>
    public static ErrorRecord Create(string id, ErrorCategory category, object? target, params object?[] arguments) =>
        Create(id, category, target, null, arguments);

    /// <summary>As above, with the exception that it was found by.</summary>
    public static ErrorRecord Create(string id, ErrorCategory category, object? target, Exception? cause, params object?[] arguments)
    {
        var message = Strings.Format(id, arguments);
        Exception exception = category == ErrorCategory.InvalidArgument ? new ArgumentException(message, cause)
            : category == ErrorCategory.ObjectNotFound ? new ItemNotFoundException(message, cause)
            : category == ErrorCategory.OperationTimeout ? new TimeoutException(message, cause)
            : new InvalidOperationException(message, cause);
        return WithHint(new ErrorRecord(exception, Prefix + id, category, target), Strings.Find(id + "Hint") is { } hint ? string.Format(System.Globalization.CultureInfo.CurrentCulture, hint, arguments) : null);
    }

    /// <summary>An exception whose text is from the resources already, by its id.</summary>
    public static ErrorRecord CreateAs(string id, ErrorCategory category, object? target, Exception exception) =>
        WithHint(new ErrorRecord(exception, Prefix + id, category, target), Strings.Find(id + "Hint"));

    /// <summary>Whether nothing more can be done on the session after this.</summary>
    public static bool EndsSession(ImapException error) => error.EndsWork || error.Error is ImapError.ConnectionLost or ImapError.ServerClosed
        or ImapError.ProtocolViolation or ImapError.SessionClosed or ImapError.CommandTimeout or ImapError.OutcomeUnknown;

    private static ErrorCategory CategoryOf(ImapException error) => error.Error switch
    {
        ImapError.HostNotFound or ImapError.MailboxNotFound or ImapError.MessageNotFound => ErrorCategory.ObjectNotFound,
        ImapError.ConnectTimeout or ImapError.GreetingTimeout or ImapError.TlsTimeout or ImapError.CommandTimeout => ErrorCategory.OperationTimeout,
        ImapError.ConnectionRefused or ImapError.ConnectionFailed or ImapError.ConnectionLost or ImapError.ServerClosed
            or ImapError.SessionClosed or ImapError.GreetingRejected or ImapError.ProxyFailed or ImapError.ReferralFailed => ErrorCategory.ConnectionError,
        ImapError.TlsFailed or ImapError.CertificateRejected or ImapError.StartTlsUnavailable or ImapError.StartTlsInjection
            or ImapError.PreAuthRefused or ImapError.ServerNotVerified => ErrorCategory.SecurityError,
        ImapError.NoMechanism or ImapError.AuthenticationFailed or ImapError.ProxyAuthenticationFailed => ErrorCategory.AuthenticationError,
        ImapError.NotImap or ImapError.ProtocolViolation or ImapError.CommandBad => ErrorCategory.ProtocolError,
        ImapError.ConnectionLimit => ErrorCategory.LimitsExceeded,
        ImapError.InvalidArgument => ErrorCategory.InvalidArgument,
        ImapError.NotSupported => ErrorCategory.NotImplemented,
        ImapError.UidValidityChanged or ImapError.OutcomeUnknown => ErrorCategory.InvalidResult,
        ImapError.FileExists => ErrorCategory.ResourceExists,
        ImapError.FileAccessDenied => ErrorCategory.PermissionDenied,
        ImapError.DiskFull or ImapError.FileFailed => ErrorCategory.WriteError,
        ImapError.BadContent or ImapError.CheckpointInvalid or ImapError.CheckpointMismatch or ImapError.CheckpointFromFuture => ErrorCategory.InvalidData,
        ImapError.CheckpointInUse => ErrorCategory.ResourceBusy,
        ImapError.CheckpointFull => ErrorCategory.LimitsExceeded,
        ImapError.CommandRefused => OfRefusal(error.ResponseCode),
        _ => ErrorCategory.NotSpecified,
    };

    // RFC 5530 section 3.
    private static ErrorCategory OfRefusal(string? code) => code switch
    {
        "NOPERM" or "PRIVACYREQUIRED" => ErrorCategory.PermissionDenied,
        "NONEXISTENT" or "TRYCREATE" => ErrorCategory.ObjectNotFound,
        "ALREADYEXISTS" => ErrorCategory.ResourceExists,
        "OVERQUOTA" or "LIMIT" => ErrorCategory.LimitsExceeded,
        "UNAVAILABLE" or "SERVERBUG" => ErrorCategory.ResourceUnavailable,
        "INUSE" => ErrorCategory.ResourceBusy,
        _ => ErrorCategory.InvalidOperation,
    };

    private static ErrorRecord WithHint(ErrorRecord record, string? hint)
    {
        if (hint is not { Length: > 0 })
            return record;
#if NET8_0_OR_GREATER
        // PowerShell 7 shows the recommendation below the message.
        var message = record.Exception.Message;
#else
        var message = record.Exception.Message + " " + hint;
#endif
        record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = hint };
        return record;
    }
}
