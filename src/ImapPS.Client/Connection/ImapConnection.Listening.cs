using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <content>Who hears what no command asked for.</content>
public sealed partial class ImapConnection
{
    private const int MaxUnheard = 16;

    private readonly List<Response> _unheard = [];
    private volatile Action<Response>? _unsolicited;

    /// <summary>
    /// Gets what no command asked for, and every status response with a code. Called by the reader: it must be quick.
    /// Status responses that came before anybody listened, ALERTs among them, are handed on at once.
    /// </summary>
    public Action<Response>? Unsolicited
    {
        get => _unsolicited;
        set
        {
            Response[] unheard;
            lock (_unheard)
            {
                _unsolicited = value;
                unheard = value is null ? [] : _unheard.ToArray();
                if (value is not null)
                    _unheard.Clear();
            }

            foreach (var response in unheard)
                Tell(response);
        }
    }

    private void Tell(Response response)
    {
        Action<Response>? listener;
        lock (_unheard)
        {
            listener = _unsolicited;
            if (listener is null && response is StatusResponse && _unheard.Count < MaxUnheard)
                _unheard.Add(response);
        }

        try
        {
            listener?.Invoke(response);
        }
        catch (Exception e)
        {
            // Whoever listens, a fault of theirs is no reason to lose the session.
            Note("a listener failed: " + e.Message);
        }
    }
}
