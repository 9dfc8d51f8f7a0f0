using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Mailboxes;

/// <summary>STATUS of one mailbox, asked along with others; again if the connection was lost, or the server put it off.</summary>
/// <param name="session">Logged in.</param>
/// <param name="mailbox">Which; one that can't be selected is not asked for.</param>
/// <param name="items">What the server knows of what is wanted; none asks for nothing.</param>
internal sealed class StatusQuestion(ImapSession session, MailboxInfo mailbox, StatusItems items)
{
    private readonly StatusSink _sink = new(mailbox.Name);
    private ImapException? _failure;

    public PendingCommand? Command { get; private set; }

    private bool HasQuestion => items != StatusItems.None && mailbox.IsSelectable;

    /// <summary>Whether the answer, or a failure, can be had without waiting.</summary>
    public bool IsOver => !HasQuestion || _failure is not null || Command is { Completion.IsCompleted: true };

    /// <summary>Asks, unless an answer is there or still to come.</summary>
    public void Ask()
    {
        if (!HasQuestion || Command is { Completion.IsCompleted: false } || (Command is { Completion.IsFaulted: false } answered && Refusal(answered.Completion.Result) is null))
            return;
        try
        {
            Command = session.Connection.Enqueue(new StatusCommand(mailbox.Name, items), _sink);
            _failure = null;
        }
        catch (ImapException e)
        {
            // The connection has ended: whoever waits for the answer hears of it.
            _failure = e;
        }
    }

    /// <summary>The mailbox with what was told of it. One that can't be looked into, or is gone by now, has no status: it must not hide the others.</summary>
    /// <exception cref="ImapException">The connection's end, or the server asks for a pause.</exception>
    public async Task<MailboxInfo> AnswerAsync(CancellationToken cancellationToken)
    {
        if (_failure is not null)
            throw _failure;
        if (Command is { } command && Refusal(await session.Connection.AwaitAsync(command, cancellationToken).ConfigureAwait(false)) is { } refusal)
            throw refusal;
        return _sink.Status is { } status ? mailbox with { Status = status } : mailbox;
    }

    private ImapException? Refusal(StatusResponse response) =>
        response.Status != StatusKind.Ok && ServerAnswer.ToException(response, Command!.Command, mailbox.Name) is var refusal && session.IsAskedToPause(refusal) ? refusal : null;
}
