using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Search;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Filtering;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <content>The filter, and what becomes of it.</content>
public sealed partial class SearchImapCommand
{
    /// <summary>Characters of a search in verbose output; -Explain shows all.</summary>
    private const int MostShown = 2000;

    /// <summary>
    /// <para type="description">What to look for, in PowerShell's own syntax, as a script block or a string: { Received -gt '2026-01-01' -and From -like '*@billing.example' -and -not Seen }. It is read and never run; see about_ImapPS_Filter. The server does what it can, and the rest is checked here. Other conditions are combined with it by and. PowerShell lets no line of a script block begin with the word From: put it behind, or write $_.From. Without a mailbox before it, and where mailboxes come through the pipeline, -Filter must be written.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public ImapFilter? Filter { get; set; }

    /// <summary><para type="description">Fails where the server can't decide everything alone, so that nothing is fetched.</para></summary>
    [Parameter]
    public SwitchParameter ServerOnly { get; set; }

    /// <summary><para type="description">Searches nothing, and gives the plan: what the server would be asked, what would be left to be checked here, and what that would cost.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = ExplainSet)]
    public SwitchParameter Explain { get; set; }

    private Query ReadFilter()
    {
        if (Filter is null)
            return Query.All;
        try
        {
            return Filter.ToQuery(SessionState);
        }
        catch (FilterException e)
        {
            ThrowTerminatingError(Filter.Describe(e));
            throw;
        }
    }

    private void WritePlan(Cmdlet cmdlet, ImapSession session, MailboxName mailbox)
    {
        var plan = SearchPlanner.Plan(QueryFor(session), session.Engine.Capabilities, DateTimeOffset.UtcNow);
        cmdlet.WriteObject(new ImapSearchPlan(session, mailbox.Name, plan));
    }

    /// <summary>What is asked of the search, with what happens told in verbose output.</summary>
    private QueryOptions Options(MailboxName mailbox, PipelineWriter output, CancellationToken cancellationToken) => new()
    {
        ServerOnly = ServerOnly,
        Warning = text => output.Warn(text, cancellationToken),
        Planned = plan =>
        {
            foreach (var note in plan.Notes)
                output.Verbose(note, cancellationToken);
            foreach (var program in plan.ToProgramTexts())
                output.Verbose(Strings.Format("SearchSent", SafeText.Clean(mailbox.Name), SafeText.Clean(program, MostShown)), cancellationToken);
            if (plan.Residue is { } residue)
                output.Verbose(Strings.Format("SearchLeft", SafeText.Clean(FilterWriter.Write(residue), MostShown)), cancellationToken);
        },
    };
}
