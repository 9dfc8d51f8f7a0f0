using System.Management.Automation;
using ImapPS.Client.Session;
using ImapPS.Client;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Commands;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Sends one IMAP command that no cmdlet offers.</para>
/// <para type="description">Sends a command with its arguments encoded: strings become atoms, quoted strings or literals as they need, arrays become lists, $null becomes NIL, [ImapPS.ImapAtom] is sent as it stands. What would change the session's state is refused. NO and BAD are answers, not errors: look at Status.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "ImapCommand", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ImapCommandResult))]
public sealed class InvokeImapCommandCommand : SessionCommand
{
    private RawCommand? _command;

    /// <summary><para type="description">The command: GETQUOTAROOT, 'UID THREAD'.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary><para type="description">Its arguments, each encoded by itself. Default: none.</para></summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ArgumentList { get; set; }

    /// <summary><para type="description">A mailbox to open first, for reading. Default: none; whichever is open then stays open.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [MailboxName]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string? Mailbox { get; set; }

    /// <summary><para type="description">Opens the mailbox for writing.</para></summary>
    [Parameter]
    public SwitchParameter Writable { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!RawCommands.IsAllowed(Command))
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.CommandNotAllowed, ErrorCategory.InvalidOperation, Command, Command.Trim().ToUpperInvariant()));
        try
        {
            _command = new RawCommand(Command.Trim(), (ArgumentList ?? []).Select(RawArguments.From).ToArray());
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidCommand, ErrorCategory.InvalidArgument, Command, e, PlainText.Of(e)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveSessions())
        {
            if (ShouldProcess(session.ToString(), Strings.Format("InvokeAction", _command!.Name)))
                Run(session, Command, (output, cancellationToken) => InvokeAsync(session, output, cancellationToken));
        }
    }

    private async Task InvokeAsync(ImapSession session, PipelineWriter output, CancellationToken cancellationToken)
    {
        var mailbox = Mailbox is null ? null : await session.Names.ResolveAsync(Mailbox, cancellationToken).ConfigureAwait(false);
        var answer = await session.Engine.InvokeAsync(_command!, mailbox, Writable, cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(new ImapCommandResult(session, _command!.Name, answer.Answer, answer.Responses.ToArray(), answer.Lines.ToArray()), cancellationToken).ConfigureAwait(false);
    }
}
