using System.Collections.Concurrent;
using System.Text;
using ImapPS.Loopback.Mime;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Store;

/// <summary>A mailbox with its messages. Safe to use from any thread while sessions use it.</summary>
public sealed class LoopbackMailbox
{
    private readonly object _lock = new();
    private readonly List<LoopbackMessage> _messages = [];
    private readonly List<MailboxView> _views = [];
    private readonly ExpungeHistory _history = new();

    internal LoopbackMailbox(MailboxName name, uint uidValidity)
    {
        MailboxName = name;
        UidValidity = uidValidity;
    }

    /// <summary>Told of what happens to the messages, by whoever does it: must not block.</summary>
    internal Action<LoopbackMailbox, NotifyEvents>? Changed { get; set; }

    public string Name => MailboxName.Name;

    /// <summary>The name as it is known on the wire.</summary>
    public MailboxName MailboxName { get; internal set; }

    public uint UidValidity { get; private set; }

    public uint UidNext { get; private set; } = 1;

    public ulong HighestModSeq { get; private set; } = 1;

    /// <summary>A special use with its backslash, "\Sent"; null for none (RFC 6154).</summary>
    public string? SpecialUse { get; set; }

    /// <summary>Annotations by their entries, /private/comment (RFC 5464). The special use is none of them.</summary>
    public ConcurrentDictionary<string, string> Metadata { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it only holds the place of those below it (\Noselect).</summary>
    public bool IsContainer { get; set; }

    /// <summary>Whether it can't be changed: SELECT answers READ-ONLY, and APPEND and COPY NOPERM.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>How many expunged messages are remembered for QRESYNC. Of those before, all that are not there count as gone (RFC 7162 section 3.2.6).</summary>
    public int MaxExpungeHistory
    {
        get => _history.Max;
        set
        {
            lock (_lock)
                _history.Max = value;
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _messages.Count;
        }
    }

    /// <summary>The messages at this moment, by ascending UID.</summary>
    public IReadOnlyList<LoopbackMessage> Messages
    {
        get
        {
            lock (_lock)
                return _messages.ToArray();
        }
    }

    /// <summary>Adds a message given as text; line feeds become CRLF.</summary>
    public LoopbackMessage Add(string message, MessageFlags? flags = null, DateTimeOffset? internalDate = null) =>
        Add(LineEndings.ToCrlf(Encoding.UTF8.GetBytes(message ?? throw new ArgumentNullException(nameof(message)))), flags, internalDate);

    /// <summary>Adds a message given as octets, which stay exactly as they are.</summary>
    /// <param name="message">Taken over, not copied.</param>
    /// <param name="flags">None if not given.</param>
    /// <param name="internalDate">The present if not given.</param>
    public LoopbackMessage Add(byte[] message, MessageFlags? flags = null, DateTimeOffset? internalDate = null) =>
        Add(new MessageContent(message ?? throw new ArgumentNullException(nameof(message))), flags, internalDate);

    /// <summary>
    /// Adds messages that are made when they are read and never kept: a mailbox of a million messages costs little.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="generator">Gives the octets for a UID; must give the same for the same UID.</param>
    /// <param name="internalDate">The date of the first one, each next a minute later; 1-Jan-2024 if not given.</param>
    public void AddGenerated(int count, Func<uint, byte[]> generator, DateTimeOffset? internalDate = null)
    {
        if (generator is null)
            throw new ArgumentNullException(nameof(generator));
        var date = internalDate ?? new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        MailboxView[] views;
        lock (_lock)
        {
            HighestModSeq++;
            for (var i = 0; i < count; i++)
                _messages.Add(new LoopbackMessage(UidNext++, MessageFlags.None, date.AddMinutes(i), HighestModSeq, generator, date.AddMinutes(i)));
            views = _views.ToArray();
        }

        foreach (var view in views)
            view.OnAdded();
        Changed?.Invoke(this, NotifyEvents.MessageNew);
    }

    /// <summary>The message of that UID; null if there is none.</summary>
    public LoopbackMessage? Find(uint uid)
    {
        lock (_lock)
        {
            var index = FirstFrom(uid);
            return index < _messages.Count && _messages[index].Uid == uid ? _messages[index] : null;
        }
    }

    /// <summary>Sets the message's flags and tells the sessions that have the mailbox selected.</summary>
    /// <returns>False if the message is gone.</returns>
    public bool SetFlags(LoopbackMessage message, MessageFlags flags) => ChangeFlags(message, _ => flags, null, null);

    /// <summary>Removes messages, as another client's EXPUNGE would.</summary>
    /// <returns>How many were still there.</returns>
    public int Expunge(IEnumerable<LoopbackMessage> messages)
    {
        var gone = new HashSet<LoopbackMessage>(messages ?? throw new ArgumentNullException(nameof(messages)));
        MailboxView[] views;
        lock (_lock)
        {
            gone.RemoveWhere(static m => m.IsExpunged);
            gone.IntersectWith(_messages);
            if (gone.Count == 0)
                return 0;
            HighestModSeq++;
            foreach (var message in gone)
            {
                message.IsExpunged = true;
                _history.Add(message.Uid, HighestModSeq);
            }

            _messages.RemoveAll(gone.Contains);
            views = _views.ToArray();
        }

        foreach (var view in views)
        {
            foreach (var message in gone)
                view.OnExpunged(message);
        }

        Changed?.Invoke(this, NotifyEvents.MessageExpunge);
        return gone.Count;
    }

    /// <summary>Gives the mailbox a new UIDVALIDITY, as a restored or rebuilt mailbox has.</summary>
    /// <param name="renumber">Whether the messages get new UIDs from 1 on, too.</param>
    /// <remarks>Sessions that have it selected keep what they know, and what they change no longer has an effect.</remarks>
    public void ChangeUidValidity(bool renumber = true)
    {
        lock (_lock)
        {
            UidValidity++;
            HighestModSeq++;
            _views.Clear();
            _history.Clear();
            var messages = _messages.ToArray();
            _messages.Clear();
            if (renumber)
                UidNext = 1;
            foreach (var old in messages)
            {
                old.IsExpunged = true;
                _messages.Add(new LoopbackMessage(renumber ? UidNext++ : old.Uid, old.Flags, old.InternalDate, HighestModSeq, old.Open(), old.SaveDate) { Labels = old.Labels });
            }
        }

        Changed?.Invoke(this, NotifyEvents.MessageNew);
    }

    /// <summary>As above, and gives those who have it open: to them it is gone.</summary>
    internal IReadOnlyList<MailboxView> Rebuild()
    {
        MailboxView[] views;
        lock (_lock)
            views = _views.ToArray();
        ChangeUidValidity();
        return views;
    }

    /// <summary>Leaves out UIDs, so that the next message has this one or a larger one.</summary>
    public void SkipToUid(uint uid)
    {
        lock (_lock)
            UidNext = Math.Max(UidNext, uid);
    }

    public override string ToString() => $"{Name} ({Count})";

    internal LoopbackMessage Add(MessageContent content, MessageFlags? flags, DateTimeOffset? internalDate)
    {
        LoopbackMessage message;
        MailboxView[] views;
        var now = DateTimeOffset.Now;
        lock (_lock)
        {
            message = new LoopbackMessage(UidNext++, flags ?? MessageFlags.None, internalDate ?? now, ++HighestModSeq, content, now);
            _messages.Add(message);
            views = _views.ToArray();
        }

        foreach (var view in views)
            view.OnAdded();
        Changed?.Invoke(this, NotifyEvents.MessageNew);
        return message;
    }

    /// <summary>
    /// Changes flags unless the message is gone or was changed after <paramref name="unchangedSince"/>, and tells every
    /// view but <paramref name="origin"/>, whose session does it.
    /// </summary>
    internal bool ChangeFlags(LoopbackMessage message, Func<MessageFlags, MessageFlags> change, ulong? unchangedSince, MailboxView? origin)
    {
        MailboxView[] views;
        lock (_lock)
        {
            if (message.IsExpunged || message.ModSeq > unchangedSince)
                return false;
            var flags = change(message.Flags);
            if (flags.Equals(message.Flags))
                return true;
            message.Flags = flags;
            message.ModSeq = ++HighestModSeq;
            views = _views.Count == 1 && _views[0] == origin ? [] : _views.ToArray();
        }

        foreach (var view in views)
        {
            if (view != origin)
                view.OnChanged(message);
        }

        Changed?.Invoke(this, NotifyEvents.FlagChange);
        return true;
    }

    internal MailboxView Open(bool readOnly)
    {
        lock (_lock)
        {
            var view = new MailboxView(this, new List<LoopbackMessage>(_messages), readOnly);
            _views.Add(view);
            return view;
        }
    }

    internal void Close(MailboxView view)
    {
        lock (_lock)
            _views.Remove(view);
    }

    /// <summary>Which messages went since, as far as that is remembered; null if it isn't.</summary>
    internal UidSet? ExpungedSince(ulong modSeq)
    {
        lock (_lock)
            return _history.Since(modSeq);
    }

    /// <summary>Appends the messages above that UID.</summary>
    internal void CopyNewer(uint uid, List<LoopbackMessage> target)
    {
        lock (_lock)
        {
            for (var i = FirstFrom(uid == uint.MaxValue ? uid : uid + 1); i < _messages.Count; i++)
                target.Add(_messages[i]);
        }
    }

    private int FirstFrom(uint uid)
    {
        var low = 0;
        var high = _messages.Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_messages[middle].Uid < uid)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
