using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Changes;

/// <summary>Gathers the server's hints, on the reader's thread, until somebody looks.</summary>
internal sealed class ChangeSignal
{
    private readonly object _gate = new();
    private MailboxNews _news = MailboxNews.All;
    private TaskCompletionSource<bool> _given = Completed();

    /// <summary>Completes when there is something to take.</summary>
    public Task Given
    {
        get
        {
            lock (_gate)
                return _given.Task;
        }
    }

    public void Note(Response response)
    {
        var news = response switch
        {
            ExistsResponse => MailboxNews.Arrivals,
            FetchResponse => MailboxNews.Flags,
            ExpungeResponse or VanishedResponse => MailboxNews.Removals,
            _ => MailboxNews.None,
        };
        if (news != MailboxNews.None)
            Note(news);
    }

    public void Note(MailboxNews news)
    {
        TaskCompletionSource<bool> given;
        lock (_gate)
        {
            _news |= news;
            given = _given;
        }

        given.TrySetResult(true);
    }

    public MailboxNews Take()
    {
        lock (_gate)
        {
            var news = _news;
            _news = MailboxNews.None;
            if (_given.Task.IsCompleted)
                _given = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return news;
        }
    }

    private static TaskCompletionSource<bool> Completed()
    {
        var completed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        completed.SetResult(true);
        return completed;
    }
}
