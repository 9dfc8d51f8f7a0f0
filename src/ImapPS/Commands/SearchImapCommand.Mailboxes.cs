using ImapPS.Client;
using ImapPS.Client.Search;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <content>Several mailboxes by one command.</content>
public sealed partial class SearchImapCommand
{
    /// <summary>Whether one command can search several mailboxes: the server has it, and decides all.</summary>
    private bool CanSearchTogether(ImapSession session) =>
        session.Engine.Capabilities.MultiSearch && !Explain && !HasOrder
        && SearchPlanner.Plan(QueryFor(session), session.Engine.Capabilities, DateTimeOffset.UtcNow) is { IsExact: true, Programs.Count: 1 };

    /// <param name="session">Where.</param>
    /// <param name="mailboxes">Found by LIST: one that is not there would look as if nothing were in it.</param>
    /// <param name="output">Gets the ids, or the numbers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private async Task SearchTogetherAsync(ImapSession session, IReadOnlyList<MailboxName> mailboxes, PipelineWriter output, CancellationToken cancellationToken)
    {
        var key = SearchPlanner.Plan(QueryFor(session), session.Engine.Capabilities, DateTimeOffset.UtcNow).Programs[0];
        await foreach (var matches in session.Engine.SearchMailboxesAsync(mailboxes, key, Count, cancellationToken).ConfigureAwait(false))
        {
            if (matches.Error is { } error)
                await output.DoAsync(cmdlet => cmdlet.WriteError(Errors.ErrorFactory.From(error, matches.Mailbox.Name)), cancellationToken).ConfigureAwait(false);
            else if (Count)
                await output.WriteAsync(matches.Result!.Count, cancellationToken).ConfigureAwait(false);
            else
                await WriteFoundAsync(session, matches.Mailbox, matches.Result!, output, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteFoundAsync(ImapSession session, MailboxName mailbox, SearchResult found, PipelineWriter output, CancellationToken cancellationToken)
    {
        session.Names.Remember(mailbox);
        await WriteAllAsync(session, mailbox, found.UidValidity, found.Uids.Uids(), output, cancellationToken).ConfigureAwait(false);
    }
}
