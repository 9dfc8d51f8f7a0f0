using System.Text;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <summary>
/// Keeps all that comes while one command runs alone, and hands it on too: the session must learn of new messages
/// whoever asked.
/// </summary>
internal sealed class RawSink : ResponseSink
{
    /// <summary>A server that never stops talking must not fill the memory.</summary>
    private const int MaxResponses = 1_000_000;

    private readonly List<Response> _responses = [];
    private readonly List<string> _lines = [];

    public IReadOnlyList<Response> Responses => _responses;

    public IReadOnlyList<string> Lines => _lines;

    public void TakeLine(ReadOnlySpan<byte> message)
    {
        if (_lines.Count <= MaxResponses)
            _lines.Add(Encoding.UTF8.GetString(message.ToArray()).TrimEnd('\r', '\n'));
    }

    public override bool TryAccept(Response response)
    {
        if (_responses.Count < MaxResponses)
            _responses.Add(response);
        return false;
    }
}
