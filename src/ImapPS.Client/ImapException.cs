using ImapPS.Client.Authentication;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client;

/// <summary>An error of the engine: what failed, what the server said of it, and what may help.</summary>
public class ImapException : Exception
{
    private readonly string? _hint;

    public ImapException(ImapError error, ErrorText message, Exception? inner = null)
        : base(message?.ToString(), inner) => Error = error;

    public ImapError Error { get; }

    /// <summary>The server's own answer, if it gave one.</summary>
    public StatusResponse? Response { get; init; }

    /// <summary>The server's response code in upper case, for example AUTHENTICATIONFAILED.</summary>
    public string? ResponseCode => Response?.Code?.Name;

    /// <summary>What a person may do about it.</summary>
    public string? Hint
    {
        get => _hint;
        init => _hint = ErrorText.Translate(value);
    }

    /// <summary>The mailbox that is the matter, where there may be several; null where that is no question.</summary>
    public MailboxName? Mailbox { get; init; }

    /// <summary>Whether what comes behind would meet the same and had better not be tried: a lost connection could not be made again.</summary>
    public bool EndsWork { get; internal set; }

    /// <summary>How the choice of a mechanism went, where that is the matter.</summary>
    public IReadOnlyList<AuthenticationDecision> Decisions { get; init; } = [];

    /// <summary>A stable name: the server's response code where there is one, otherwise <see cref="Error"/>.</summary>
    public string ErrorId => ResponseCode is { Length: > 0 } && Error is ImapError.CommandRefused or ImapError.AuthenticationFailed or ImapError.GreetingRejected or ImapError.ServerClosed
        ? ResponseCode!
        : Error.ToString();

    /// <summary>The same error for one who meets it later: a broken session tells its first cause each time.</summary>
    public ImapException Again() => new(Error, Message, this) { Response = Response, Hint = Hint, Mailbox = Mailbox, Decisions = Decisions };
}
