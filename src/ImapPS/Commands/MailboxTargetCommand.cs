using System.Management.Automation;
using ImapPS.Client.Mailboxes;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>A cmdlet that works on mailboxes: by name, wildcard, special use, or as objects.</summary>
public abstract class MailboxTargetCommand : SessionCommand
{
    private protected const string NameSet = "Name";
    private protected const string LiteralSet = "LiteralName";

    /// <summary><para type="description">Names, with wildcards, or special uses such as '\Trash'; or mailboxes, as Get-ImapMailbox gives them.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [MailboxName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary><para type="description">Names as they are: *, ?, [ and a backslash at the beginning stand for themselves.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralMailboxCompleter))]
    public string[]? LiteralName { get; set; }

    /// <summary>What is asked for, one after the other.</summary>
    private protected IEnumerable<MailboxSelection> Selections(bool recurse = false, StatusItems? status = null, bool withSubscriptions = false) =>
        (LiteralName ?? Name).Select(name => new MailboxSelection(name)
        {
            IsLiteral = LiteralName is not null,
            Recurse = recurse,
            Status = status,
            WithSubscriptions = withSubscriptions,
        });

    /// <summary>The mailboxes of a selection. What can't be found is reported, and gives none.</summary>
    private protected IReadOnlyList<MailboxInfo> Find(ImapSession session, MailboxSelection selection)
    {
        IReadOnlyList<MailboxInfo> found = [];
        Run(session, selection.Text, async (_, cancellationToken) => found = await FindAsync(session, selection, cancellationToken).ConfigureAwait(false));
        return found;
    }

    /// <summary>The mailboxes of a selection.</summary>
    private protected static async Task<IReadOnlyList<MailboxInfo>> FindAsync(ImapSession session, MailboxSelection selection, CancellationToken cancellationToken)
    {
        var found = new List<MailboxInfo>();
        await foreach (var mailbox in session.Mailboxes.FindAsync(selection, cancellationToken).ConfigureAwait(false))
            found.Add(mailbox);
        return found;
    }

    /// <summary>"1 message", "2 messages".</summary>
    private protected static string Count(long count, string one, string many) => Strings.Format(count == 1 ? one : many, count);
}
