using System.Management.Automation;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Closes IMAP sessions.</para>
/// <para type="description">Says goodbye to the server and closes the connection; also forgets sessions whose connection was lost.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "Imap")]
[OutputType(typeof(void))]
public sealed class DisconnectImapCommand : CancellableCommand
{
    /// <summary><para type="description">The sessions to close, by object, name or number. Default: the one that was connected last.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SessionTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public ImapSession[]? Session { get; set; }

    /// <summary>How long a server may take to say goodbye. A seam: on a busy machine a test has more time.</summary>
    internal static TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var sessions = Session ?? (ImapSessionStore.Current.Default is { } last ? [last] : []);
        if (sessions.Length == 0)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NoSession, ErrorCategory.ConnectionError, null));
        foreach (var session in sessions)
            ImapSessionStore.Remove(session);
        var progress = new WorkProgress { Unit = "ProgressSessions" };
        progress.Expect(sessions.Length);
        progress.Begin(MyInvocation.MyCommand.Name);
        Run((_, _) => Task.WhenAll(sessions.Select(CloseAsync)), progress, sessions.Select(static s => s.Debug));

        async Task CloseAsync(ImapSession session)
        {
            await session.CloseAsync(Patience).ConfigureAwait(false);
            progress.Report(1);
        }
    }
}
