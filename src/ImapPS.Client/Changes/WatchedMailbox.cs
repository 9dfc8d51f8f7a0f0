using ImapPS.Client.Mailboxes;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>One of the mailboxes that are watched, and what is known of it.</summary>
internal sealed class WatchedMailbox(ImapSession session, MailboxName name, FetchItems items)
{
    private const StatusItems Telling = StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.Unseen | StatusItems.HighestModSeq;

    private readonly MailboxComparison _comparison = new(session, name, items);
    private MailboxPicture? _picture;
    private MailboxStatusResponse? _status;

    public MailboxName Name { get; } = name;

    /// <summary>The opened mailbox that was looked at last.</summary>
    public SelectedMailbox? Compared => _comparison.Selected;

    /// <summary>Begins with what is known of it already.</summary>
    public void Begin(MailboxPicture picture) => _picture = picture;

    public async Task BeginAsync(WatchPosition? from, CancellationToken cancellationToken) => _picture = await _comparison.BeginAsync(from, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<MailboxChange>> CompareAsync(MailboxNews news, CancellationToken cancellationToken)
    {
        (_picture, var changes) = await _comparison.CompareAsync(_picture!, news, cancellationToken).ConfigureAwait(false);
        if (changes.IsReset)
            return [new MailboxChange(MailboxChangeKind.MailboxChanged, Name, _picture.UidValidity, 0)];
        return
        [
            .. changes.Removed.Uids().Select(uid => new MailboxChange(MailboxChangeKind.Removed, Name, _picture.UidValidity, uid)),
            .. changes.Changed.Select(m => new MailboxChange(MailboxChangeKind.Flags, Name, _picture.UidValidity, m.Uid) { Message = m }),
            .. changes.New.Select(m => new MailboxChange(MailboxChangeKind.New, Name, _picture.UidValidity, m.Uid) { Message = m }),
        ];
    }

    /// <summary>What is to be looked at: the mailbox is not open, but STATUS tells that something is different.</summary>
    public async Task<MailboxNews> AskAsync(CancellationToken cancellationToken)
    {
        var status = await session.RepeatAsync(() => session.StatusAsync(Name, Telling, cancellationToken), cancellationToken).ConfigureAwait(false);
        var before = _status;
        _status = status;
        return before is null || !before.Equals(status) ? MailboxNews.All : MailboxNews.None;
    }
}
