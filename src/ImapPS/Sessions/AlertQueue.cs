using System.Collections.Concurrent;

namespace ImapPS.Sessions;

/// <summary>ALERTs of a server, which come at any time, kept until a cmdlet can show them.</summary>
internal sealed class AlertQueue
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
