using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Search;
using ImapPS.Errors;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Messages that are there, so that a change of them can be said to have reached each.</summary>
internal sealed class MessageTargets
{
    private MessageTargets(MessageRequest request, MailboxName mailbox, uint uidValidity, UidSet uids)
    {
        Request = request;
        Mailbox = mailbox;
        UidValidity = uidValidity;
        Uids = uids;
    }

    public MessageRequest Request { get; }

    public MailboxName Mailbox { get; }

    public uint UidValidity { get; }

    /// <summary>Those that are there; all that were asked for if UIDVALIDITY is another one, which ends the change with its own error.</summary>
    public UidSet Uids { get; }

    /// <summary>Asks the server which of the messages are there, and reports the others: STORE and EXPUNGE say nothing of them.</summary>
    public static async Task<MessageTargets> FindAsync(MessageRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        var session = request.Session;
        var mailbox = await session.Names.ResolveAsync(request.Mailbox, cancellationToken).ConfigureAwait(false);
        var uids = request.ToSet();
        var there = await session.Engine.SearchPresentAsync(mailbox, uids, cancellationToken).ConfigureAwait(false);
        if (request.UidValidity is { } given && given != there.UidValidity)
            return new MessageTargets(request, mailbox, given, uids);
        var found = new MessageTargets(request, mailbox, there.UidValidity, there.Uids);
        await found.ReportMissingAsync(there.Uids.Contains, output, cancellationToken).ConfigureAwait(false);
        return found;
    }

    public ImapMessageId Id(uint uid) => new(Request.Session, Mailbox.Name, UidValidity, uid);

    /// <summary>The messages in the order in which they were asked for.</summary>
    public IEnumerable<uint> InOrder() => Request.HasRanges || Request.IsAscending ? Uids.Uids() : Request.Uids.Where(Uids.Contains).Distinct();

    public async Task ReportMissingAsync(Func<uint, bool> isThere, PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var uid in Request.Uids.Where(u => !isThere(u)).Distinct())
        {
            await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MessageNotFound, ErrorCategory.ObjectNotFound, Id(uid), uid, SafeText.Clean(Mailbox.Name)), cancellationToken).ConfigureAwait(false);
        }
    }
}
