using ImapPS.Client.Session;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>Gathers the server's hints of the watched mailboxes, on the reader's thread, until somebody looks.</summary>
/// <param name="mailboxes">Which are watched; the first is to be looked at from the start.</param>
internal sealed class ChangeSignal(IReadOnlyList<MailboxName> mailboxes)
{
    private readonly object _gate = new();
    private readonly MailboxNews[] _news = [MailboxNews.All, .. mailboxes.Skip(1).Select(static _ => MailboxNews.None)];
    private TaskCompletionSource<bool> _given = Completed();
    private bool _overflown;

    /// <summary>Completes when there is something to take.</summary>
    public Task Given
    {
        get
        {
            lock (_gate)
                return _given.Task;
        }
    }

    /// <param name="open">The mailbox that is open; null for none.</param>
    /// <param name="response">What the server said unasked.</param>
    public void Note(SelectedMailbox? open, Response response)
    {
        switch (response)
        {
            // NOTIFY tells so of mailboxes that aren't open (RFC 5465 section 5.2).
            case MailboxStatusResponse status:
                Note(IndexOf(status.Mailbox), MailboxNews.All);
                break;
            case StatusResponse { Code.Name: "NOTIFICATIONOVERFLOW" }:
                lock (_gate)
                    _overflown = true;
                Note(0, MailboxNews.All);
                break;
            case ExistsResponse when open is not null:
                Note(IndexOf(open.Name), MailboxNews.Arrivals);
                break;
            case FetchResponse when open is not null:
                Note(IndexOf(open.Name), MailboxNews.Flags);
                break;
            case ExpungeResponse or VanishedResponse when open is not null:
                Note(IndexOf(open.Name), MailboxNews.Removals);
                break;
        }
    }

    /// <summary>Ends a wait, though there may be nothing to take: how mailboxes are heard of has changed.</summary>
    public void Wake()
    {
        TaskCompletionSource<bool> given;
        lock (_gate)
            given = _given;
        given.TrySetResult(true);
    }

    /// <param name="index">Which of the mailboxes; less than 0 for none of them.</param>
    /// <param name="news">What to look for.</param>
    public void Note(int index, MailboxNews news)
    {
        if (index < 0)
            return;
        TaskCompletionSource<bool> given;
        lock (_gate)
        {
            _news[index] |= news;
            given = _given;
        }

        given.TrySetResult(true);
    }

    /// <summary>The first mailbox that is to be looked at, and what for; None if there is none.</summary>
    public (int Index, MailboxNews News) Take()
    {
        lock (_gate)
        {
            for (var i = 0; i < _news.Length; i++)
            {
                if (_news[i] == MailboxNews.None)
                    continue;
                var news = _news[i];
                _news[i] = MailboxNews.None;
                return (i, news);
            }

            if (_given.Task.IsCompleted)
                _given = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return (0, MailboxNews.None);
        }
    }

    /// <summary>Whether the server said since the last call that it tells no more of what NOTIFY asked for (RFC 5465 section 5.8).</summary>
    public bool TakeOverflow()
    {
        lock (_gate)
        {
            var overflown = _overflown;
            _overflown = false;
            return overflown;
        }
    }

    private int IndexOf(MailboxName mailbox)
    {
        for (var i = 0; i < mailboxes.Count; i++)
        {
            if (mailboxes[i].Equals(mailbox))
                return i;
        }

        return -1;
    }

    private static TaskCompletionSource<bool> Completed()
    {
        var completed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        completed.SetResult(true);
        return completed;
    }
}
