namespace ImapPS.Client.Connection;

/// <content>Content of messages that came within its response, to whoever wants it without an array of its own.</content>
public sealed partial class ImapConnection
{
    /// <summary>Asks the first command that waits for content: servers answer in order, and what is taken wrongly can be handed on.</summary>
    private object? TakeContent(ReadOnlySpan<byte> content)
    {
        for (var i = 0; ; i++)
        {
            ResponseSink? sink;
            lock (_gate)
            {
                if (i >= _inFlight.Count)
                    return null;
                sink = _inFlight[i].Sink;
            }

            if (sink is { TakesSections: true })
                return sink.TakeContent(content);
        }
    }
}
