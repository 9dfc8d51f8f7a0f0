using System.Collections.Concurrent;

namespace ImapPS.Sessions;

/// <summary>What a user should know and what comes at any time, such as a server's ALERT: kept until a cmdlet can show it. MaxAlerts bounds it.</summary>
internal sealed class NoticeQueue
{
    private readonly ConcurrentQueue<string> _texts = new();

    public void Add(string text) => _texts.Enqueue(text);

    public bool TryTake(out string text) => _texts.TryDequeue(out text!);
}
