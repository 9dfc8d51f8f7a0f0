using System.Diagnostics.CodeAnalysis;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Store;

/// <summary>A user's mailboxes. There is always an INBOX. Safe to use from any thread while sessions use it.</summary>
public sealed class LoopbackStore
{
    private readonly object _lock = new();
    private readonly Dictionary<MailboxName, LoopbackMailbox> _mailboxes = [];
    private readonly HashSet<MailboxName> _subscriptions = [];
    private uint _lastUidValidity = 1_700_000_000;

    public LoopbackStore(char delimiter = '/')
    {
        Delimiter = delimiter;
        GetOrCreate(MailboxName.Inbox);
    }

    /// <summary>Raised by whoever does something to a mailbox: whoever listens must not block.</summary>
    internal event Action<MailboxNotice>? Told;

    /// <summary>What parts the levels of a mailbox name.</summary>
    public char Delimiter { get; }

    /// <summary>How much the mailboxes may hold together; nothing is limited unless it is set. Messages that are added here directly are not refused.</summary>
    public LoopbackQuota Quota { get; } = new();

    public LoopbackMailbox Inbox => this["INBOX"];

    /// <summary>All mailboxes, INBOX first, the others by name.</summary>
    public IReadOnlyList<LoopbackMailbox> Mailboxes
    {
        get
        {
            lock (_lock)
            {
                return _mailboxes.Values
                    .OrderBy(static m => m.MailboxName.IsInbox ? 0 : 1)
                    .ThenBy(static m => m.Name, StringComparer.Ordinal)
                    .ToArray();
            }
        }
    }

    /// <exception cref="KeyNotFoundException">There is no mailbox of that name.</exception>
    public LoopbackMailbox this[string name] =>
        Find(name) ?? throw new KeyNotFoundException($"The test server has no mailbox '{name}'.");

    /// <summary>The mailbox of that name; null if there is none.</summary>
    public LoopbackMailbox? Find(string name) => TryGet(MailboxName.Create(name), out var mailbox) ? mailbox : null;

    /// <summary>The mailbox of that name, made with those above it if there is none.</summary>
    public LoopbackMailbox GetOrCreate(string name) => GetOrCreate(MailboxName.Create(name));

    /// <summary>Adds Drafts, Sent, Trash, Junk and Archive with their special uses, subscribed.</summary>
    public void AddSpecialMailboxes()
    {
        foreach (var name in new[] { "Drafts", "Sent", "Trash", "Junk", "Archive" })
        {
            GetOrCreate(name).SpecialUse = "\\" + name;
            Subscribe(MailboxName.Create(name));
        }
    }

    /// <summary>The subscribed names, which need not be mailboxes.</summary>
    public IReadOnlyList<MailboxName> Subscriptions
    {
        get
        {
            lock (_lock)
                return _subscriptions.OrderBy(static n => n.Name, StringComparer.Ordinal).ToArray();
        }
    }

    public bool IsSubscribed(MailboxName name)
    {
        lock (_lock)
            return _subscriptions.Contains(name);
    }

    public void Subscribe(MailboxName name)
    {
        lock (_lock)
            _subscriptions.Add(name);
    }

    public void Unsubscribe(MailboxName name)
    {
        lock (_lock)
            _subscriptions.Remove(name);
    }

    public bool TryGet(MailboxName name, [NotNullWhen(true)] out LoopbackMailbox? mailbox)
    {
        lock (_lock)
            return _mailboxes.TryGetValue(name, out mailbox);
    }

    /// <summary>Removes a mailbox; one with others below it only loses its messages and becomes \Noselect.</summary>
    /// <returns>False if there is none, if it is INBOX, or if it is a mere container of others.</returns>
    public bool Delete(MailboxName name)
    {
        LoopbackMailbox? mailbox;
        lock (_lock)
        {
            if (name.IsInbox || !_mailboxes.TryGetValue(name, out mailbox) || (mailbox.IsContainer && HasChildren(name)))
                return false;
            if (HasChildren(name))
                mailbox.IsContainer = true;
            else
                _mailboxes.Remove(name);
        }

        mailbox.Expunge(mailbox.Messages);
        Told?.Invoke(new MailboxNotice(name, NotifyEvents.MailboxName));
        return true;
    }

    /// <summary>Gives a mailbox, and those below it, another name. INBOX's messages go to the new name; it stays (RFC 9051 section 6.3.6).</summary>
    /// <returns>False if there is no such mailbox or the new name is taken.</returns>
    public bool Rename(MailboxName from, MailboxName to)
    {
        lock (_lock)
        {
            if (!_mailboxes.TryGetValue(from, out var mailbox) || _mailboxes.ContainsKey(to))
                return false;
            if (from.IsInbox)
            {
                MoveMessages(mailbox, GetOrCreate(to));
                return true;
            }

            var moved = _mailboxes.Values.Where(m => m == mailbox || IsBelow(m.MailboxName, from)).ToArray();
            if (IsBelow(to, from))
                return false;
            CreateParents(to);
            foreach (var each in moved)
            {
                _mailboxes.Remove(each.MailboxName);
                each.MailboxName = MailboxName.Create(each.Name.Remove(0, from.Name.Length).Insert(0, to.Name));
            }

            foreach (var each in moved)
                _mailboxes[each.MailboxName] = each;
        }

        Told?.Invoke(new MailboxNotice(to, NotifyEvents.MailboxName, from));
        return true;
    }

    /// <summary>Whether there are mailboxes below that name.</summary>
    public bool HasChildren(MailboxName name)
    {
        lock (_lock)
            return _mailboxes.Keys.Any(other => IsBelow(other, name));
    }

    internal LoopbackMailbox GetOrCreate(MailboxName name)
    {
        lock (_lock)
        {
            if (_mailboxes.TryGetValue(name, out var mailbox))
                return mailbox;
            CreateParents(name);

            // Never the same again for a name that was deleted and made anew.
            return Make(name);
        }
    }

    internal bool IsBelow(MailboxName name, MailboxName above) =>
        name.Name.Length > above.Name.Length && name.Name[above.Name.Length] == Delimiter
        && name.Name.StartsWith(above.Name, StringComparison.Ordinal);

    private void CreateParents(MailboxName name)
    {
        for (var at = name.Name.IndexOf(Delimiter); at > 0; at = name.Name.IndexOf(Delimiter, at + 1))
        {
            var parent = MailboxName.Create(name.Name.Substring(0, at));
            if (!_mailboxes.ContainsKey(parent))
                Make(parent);
        }
    }

    private LoopbackMailbox Make(MailboxName name)
    {
        var mailbox = _mailboxes[name] = new LoopbackMailbox(name, ++_lastUidValidity);
        mailbox.Changed = (changed, what) => Told?.Invoke(new MailboxNotice(changed.MailboxName, what));
        Told?.Invoke(new MailboxNotice(name, NotifyEvents.MailboxName));
        return mailbox;
    }

    private static void MoveMessages(LoopbackMailbox from, LoopbackMailbox to)
    {
        var messages = from.Messages;
        foreach (var message in messages)
            to.Add(message.Open(), message.Flags, message.InternalDate);
        from.Expunge(messages);
    }
}
