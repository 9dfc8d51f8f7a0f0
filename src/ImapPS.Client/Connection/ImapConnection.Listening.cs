using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <content>Who hears what no command asked for.</content>
public sealed partial class ImapConnection
{
    private const int MaxUnheard = 16;

    private readonly List<Response> _unheard = [];
    private volatile Action<Response>? _unsolicited;

    /// <summary>
    /// Gets what no command asked for, and every status response with a code, one at a time and in order. Called by the reader: it must be quick.
    /// Status responses that came before anybody listened, ALERTs among them, are handed on at once.
    /// </summary>
    public Action<Response>? Unsolicited
    {
        get => _unsolicited;
        set
        {
            // The lock is kept while it is told: what the reader gets meanwhile came later.
            lock (_unheard)
            {
                _unsolicited = value;
                if (value is null)
                    return;
                var unheard = _unheard.ToArray();
                _unheard.Clear();
                foreach (var response in unheard)
                    Tell(response);
            }
        }
    }

    private void Tell(Response response)
    {
        lock (_unheard)
        {
            if (_unsolicited is { } listener)
                Tell(listener, response);
            else if (response is StatusResponse && _unheard.Count < MaxUnheard)
                _unheard.Add(response);
        }
    }

    private void Tell(Action<Response> listener, Response response)
    {
        try
        {
            listener(response);
        }
        catch (Exception e)
        {
            // Whoever listens, a fault of theirs is no reason to lose the session.
            Note("a listener failed: " + e.Message);
        }
    }
}
