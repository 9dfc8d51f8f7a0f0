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
    private volatile bool _isToBeAsked;

    public MailboxName Name { get; } = name;

    /// <summary>The opened mailbox that was looked at last.</summary>
    public SelectedMailbox? Compared => _comparison.Selected;

    /// <summary>Whether something may have happened that nobody told: between the last look and the mailbox's closing, or before anybody listened. Set from any thread.</summary>
    public bool IsToBeAsked
    {
        get => _isToBeAsked;
        set => _isToBeAsked = value;
    }

    /// <summary>Begins with what is known of it already.</summary>
    public void Begin(MailboxPicture picture) => _picture = picture;

    public async Task BeginAsync(WatchPosition? from, CancellationToken cancellationToken) => _picture = await _comparison.BeginAsync(from, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<MailboxChange>> CompareAsync(MailboxNews news, CancellationToken cancellationToken)
    {
        (_picture, var changes) = await _comparison.CompareAsync(_picture!, news, cancellationToken).ConfigureAwait(false);
        // What the server says from here on of the open mailbox comes as a hint; what happens once it is closed shows as a difference from this.
        if (Compared is { } open)
            _status = new MailboxStatusResponse(Name) { Messages = open.Exists, UidNext = Told(open.UidNext), UidValidity = Told(open.UidValidity), HighestModSeq = open.HighestModSeq };
        IsToBeAsked = true;
        if (changes.IsReset)
            return [new MailboxChange(MailboxChangeKind.MailboxChanged, Name, _picture.UidValidity, 0)];
        return
        [
            .. changes.Removed.Uids().Select(uid => new MailboxChange(MailboxChangeKind.Removed, Name, _picture.UidValidity, uid)),
            .. changes.Changed.Select(m => new MailboxChange(MailboxChangeKind.Flags, Name, _picture.UidValidity, m.Uid) { Message = m }),
            .. changes.New.Select(m => new MailboxChange(MailboxChangeKind.New, Name, _picture.UidValidity, m.Uid) { Message = m }),
        ];
    }

    /// <summary>
    /// Whether there still is such a mailbox under its name. Some servers let a session go on with one that was renamed, or deleted and made
    /// anew, and never say so; the one that is there now is not open then.
    /// </summary>
    /// <exception cref="ImapException">MailboxNotFound: there is none.</exception>
    public async Task<bool> IsSameAsync(CancellationToken cancellationToken)
    {
        var status = await session.RepeatAsync(() => session.StatusAsync(Name, StatusItems.UidValidity, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (status.UidValidity is not { } validity || validity == _picture!.UidValidity)
            return true;
        await session.RepeatAsync(LeaveAsync, cancellationToken).ConfigureAwait(false);
        return false;

        async Task<bool> LeaveAsync()
        {
            await session.LeaveAsync(Name, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Whether STATUS tells something else than the last time; the first time it doesn't.</summary>
    public async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        // Before it is asked: what is noted from here on may be news to the answer.
        IsToBeAsked = false;
        var status = await session.RepeatAsync(() => session.StatusAsync(Name, Telling, cancellationToken), cancellationToken).ConfigureAwait(false);
        var before = _status;
        _status = status;
        return before is not null
            && (Differ(before.Messages, status.Messages) || Differ(before.UidNext, status.UidNext) || Differ(before.UidValidity, status.UidValidity)
                || Differ(before.Unseen, status.Unseen) || Differ(before.HighestModSeq, status.HighestModSeq));
    }

    private static bool Differ<T>(T? before, T? now)
        where T : struct => before is { } known && now is { } told && !known.Equals(told);

    private static uint? Told(uint number) => number == 0 ? null : number;
}
