using System.Collections.Concurrent;
using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Measuring;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Measures mailboxes: how many messages, how large, how old.</para>
/// <para type="description">Tells of each mailbox how many messages it holds, how many are unread, their size, the oldest, newest and largest; with -By what each sender, month or type has of it. No message is opened, and where the server can count and sort by itself, hardly anything is read.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "ImapMailbox", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ImapMailboxMeasure), typeof(ImapMailboxShare))]
public sealed class MeasureImapMailboxCommand : MailboxTargetCommand
{
    private readonly ConcurrentDictionary<ImapSession, List<MailboxMeasure>> _totals = [];

    /// <summary><para type="description">Parts the messages: by the domain of their sender, the month in which they were received, or the media types of their parts. Gives a row for each, the largest first; months in their order.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSet("Sender", "Month", "Type")]
    public MeasureBy[]? By { get; set; }

    /// <summary><para type="description">Also the mailboxes below.</para></summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary><para type="description">Gives the sum of all mailboxes instead of each.</para></summary>
    [Parameter]
    public SwitchParameter Total { get; set; }

    /// <summary><para type="description">On how many sessions to work at once, where there are several. Default: 8.</para></summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var by = (By ?? []).Aggregate(MeasureBy.None, static (all, one) => all | one);
        var selections = Selections(Recurse, MailboxMeasuring.Status).ToArray();
        RunEach(ResolveSessions(), string.Join(", ", selections.Select(static s => s.Text)), ThrottleLimit, async (session, output, cancellationToken) =>
        {
            foreach (var selection in selections)
            {
                await TryAsync(selection.Text, output, async () =>
                {
                    foreach (var mailbox in await FindAsync(session, selection, cancellationToken).ConfigureAwait(false))
                    {
                        if (mailbox.IsSelectable)
                            await TryAsync(mailbox.Name.Name, output, () => MeasureAsync(session, mailbox, by, output, cancellationToken), cancellationToken).ConfigureAwait(false);
                    }
                }, cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var total in _totals)
        {
            var sum = MailboxMeasuring.Sum(total.Value, MailboxName.Create(MailboxSelection.Everything));
            foreach (var row in Rows(total.Key, sum))
                WriteObject(row);
        }
    }

    private async Task MeasureAsync(ImapSession session, MailboxInfo mailbox, MeasureBy by, PipelineWriter output, CancellationToken cancellationToken)
    {
        session.Names.Remember(mailbox.Name);
        var measure = await session.Engine.MeasureAsync(mailbox, by, cancellationToken).ConfigureAwait(false);
        if (Total)
        {
            // A session is worked on by one at a time, but several sessions are.
            _totals.GetOrAdd(session, static _ => []).Add(measure);
            return;
        }

        foreach (var row in Rows(session, measure))
            await output.WriteAsync(row, cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<object> Rows(ImapSession session, MailboxMeasure measure) => By is null
        ? [new ImapMailboxMeasure(session, measure)]
        : measure.Parts.Select(part => new ImapMailboxShare(session, measure, part));
}
