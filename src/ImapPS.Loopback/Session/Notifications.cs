using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session;

/// <summary>What a session asked for by NOTIFY, and what has happened of that since it was told last (RFC 5465).</summary>
internal sealed class Notifications : IDisposable
{
    private readonly object _lock = new();
    private readonly LoopbackStore _store;
    private readonly IReadOnlyList<NotifyGroup> _groups;
    private readonly int _max;
    private readonly List<MailboxNotice> _pending = [];

    public Notifications(LoopbackStore store, IReadOnlyList<NotifyGroup> groups, int max)
    {
        _store = store;
        _groups = groups;
        _max = max;
        _store.Told += OnTold;
    }

    /// <summary>What is asked of the selected mailbox; null for nothing.</summary>
    public NotifyGroup? Selected => _groups.FirstOrDefault(static g => g.IsSelected);

    /// <summary>More has happened than is kept: the client is told that it will hear no more (section 5.8).</summary>
    public bool HasOverflown { get; private set; }

    /// <summary>Called when something is to be told, by whoever did it: must not block.</summary>
    public Action? Told { get; set; }

    /// <summary>The group that counts for a mailbox that isn't selected; null for none.</summary>
    public NotifyGroup? GroupOf(MailboxName mailbox) => _groups.FirstOrDefault(g => Names(g, mailbox));

    /// <summary>What has happened, each mailbox's messages once.</summary>
    public IReadOnlyList<MailboxNotice> Take()
    {
        lock (_lock)
        {
            var taken = _pending.ToArray();
            _pending.Clear();
            return taken;
        }
    }

    public void Dispose() => _store.Told -= OnTold;

    private void OnTold(MailboxNotice notice)
    {
        if (GroupOf(notice.Name) is not { } group || (group.Events & notice.Event) == 0)
            return;
        lock (_lock)
        {
            if (notice.Event == NotifyEvents.MailboxName || !_pending.Exists(p => p.Event != NotifyEvents.MailboxName && p.Name.Equals(notice.Name)))
                _pending.Add(notice);
            HasOverflown |= _pending.Count > _max;
        }

        Told?.Invoke();
    }

    private bool Names(NotifyGroup group, MailboxName mailbox) => group.Filter switch
    {
        NotifyFilter.Inboxes => mailbox.IsInbox,
        NotifyFilter.Personal => true,
        NotifyFilter.Subscribed => _store.IsSubscribed(mailbox),
        NotifyFilter.Mailboxes => group.Mailboxes.Contains(mailbox),
        NotifyFilter.Subtree => group.Mailboxes.Any(m => m.Equals(mailbox) || _store.IsBelow(mailbox, m)),
        _ => false,
    };
}
