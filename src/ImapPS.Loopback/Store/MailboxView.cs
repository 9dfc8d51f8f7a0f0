using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Store;

/// <summary>
/// A selected mailbox as one session knows it: sequence numbers stay as they are until the session has been told of
/// what changed (RFC 9051 section 7.5.1 says when that may be).
/// </summary>
internal sealed class MailboxView : IDisposable
{
    private readonly object _lock = new();
    private readonly HashSet<LoopbackMessage> _changed = [];
    private readonly List<LoopbackMessage> _expunged = [];
    private bool _grown;

    internal MailboxView(LoopbackMailbox mailbox, List<LoopbackMessage> messages, bool readOnly)
    {
        Mailbox = mailbox;
        Messages = messages;
        IsReadOnly = readOnly;
    }

    public LoopbackMailbox Mailbox { get; }

    public bool IsReadOnly { get; }

    /// <summary>The messages by sequence number less one. Only the session changes it.</summary>
    public List<LoopbackMessage> Messages { get; }

    /// <summary>What the last SEARCH with RETURN (SAVE) found, those that are gone since included (RFC 5182).</summary>
    public UidSet Saved { get; set; } = UidSet.Empty;

    /// <summary>Called when something is to be told, by whoever changed it: must not block.</summary>
    public Action? Notify { get; set; }

    /// <summary>Ends the connection that has the mailbox open.</summary>
    public Action? End { get; set; }

    public uint LargestUid => Messages.Count == 0 ? 0 : Messages[Messages.Count - 1].Uid;

    /// <summary>The message's index; if there is none of this UID, the complement of where it would stand.</summary>
    public int IndexOf(uint uid)
    {
        var low = 0;
        var high = Messages.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (Messages[middle].Uid == uid)
                return middle;
            if (Messages[middle].Uid < uid)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    /// <summary>Takes what has changed since the last call and brings <see cref="Messages"/> up to it.</summary>
    /// <param name="expunges">Whether EXPUNGE may be sent now; otherwise it, and growth, wait.</param>
    /// <param name="flags">Whether changes of flags are taken; otherwise they wait.</param>
    public ViewChanges TakeChanges(bool expunges, bool flags = true)
    {
        var result = new ViewChanges();
        lock (_lock)
        {
            if (expunges && _expunged.Count > 0)
                TakeExpunges(result);
            if (_grown)
            {
                _grown = false;
                var before = Messages.Count;
                Mailbox.CopyNewer(LargestUid, Messages);
                result.Exists = Messages.Count;
                result.Added.AddRange(Messages.Skip(before));
            }

            if (!flags)
                return result;
            foreach (var message in _changed)
            {
                var index = IndexOf(message.Uid);
                if (index >= 0 && !message.IsExpunged)
                    result.Changed.Add((index + 1, message));
            }

            _changed.Clear();
        }

        result.Changed.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        return result;
    }

    internal void OnAdded() => Enqueue(static (view, _) => view._grown = true, null);

    internal void OnChanged(LoopbackMessage message) => Enqueue(static (view, m) => view._changed.Add(m!), message);

    internal void OnExpunged(LoopbackMessage message) => Enqueue(static (view, m) => view._expunged.Add(m!), message);

    public void Dispose() => Mailbox.Close(this);

    /// <summary>From the last to the first, so that each number is right without shifting those behind it.</summary>
    private void TakeExpunges(ViewChanges result)
    {
        foreach (var message in _expunged)
        {
            // One that came and went between two calls was never told of.
            var index = IndexOf(message.Uid);
            if (index >= 0)
                result.Expunged.Add((index + 1, message));
        }

        result.Expunged.Sort(static (a, b) => b.Sequence.CompareTo(a.Sequence));
        var gone = new HashSet<LoopbackMessage>(_expunged);
        Messages.RemoveAll(gone.Contains);
        _expunged.Clear();
    }

    private void Enqueue(Action<MailboxView, LoopbackMessage?> add, LoopbackMessage? message)
    {
        lock (_lock)
            add(this, message);
        Notify?.Invoke();
    }
}
