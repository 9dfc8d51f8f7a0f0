using System.Collections.Concurrent;

namespace ImapPS.Sessions;

/// <summary>What a user should know and what comes at any time, such as a server's ALERT: kept until a cmdlet can show it.</summary>
internal sealed class NoticeQueue
{
    // A server that shouts without end is not heard without end.
    private const int Capacity = 100;

    private readonly ConcurrentQueue<string> _texts = new();

    public void Add(string text)
    {
        if (_texts.Count < Capacity)
            _texts.Enqueue(text);
    }

    public bool TryTake(out string text) => _texts.TryDequeue(out text!);
}
