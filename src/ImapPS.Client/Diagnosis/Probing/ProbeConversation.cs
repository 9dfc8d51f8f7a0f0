using System.Text;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Diagnosis;

/// <summary>
/// A few commands, one after the other, on a stream that it does not own. Unlike a connection it goes on where a client
/// has to hang up, since what a server does then is what is to be found out. No secret ever passes here.
/// </summary>
internal sealed class ProbeConversation(Stream stream, string host, ConnectionTranscript? trace)
{
    private const int MaxResponses = 200;

    private static readonly ProtocolLimits Limits = new() { MaxLineLength = 64 * 1024, MaxResponseSize = 256 * 1024, MaxLiteralSize = 1024 * 1024 };

    private readonly Framer _framer = new(Limits);
    private readonly ResponseReader _reader = new(Limits);

    /// <summary>The last list of capabilities that was heard, in whatever response; null if none was.</summary>
    public CapabilitySet? Capabilities { get; private set; }

    /// <summary>How many bytes have come that belong to nothing read so far.</summary>
    public int Leftover
    {
        get
        {
            // This is what makes the framer let go of the response read last.
            _ = _framer.GetMemory();
            return _framer.Buffered;
        }
    }

    /// <exception cref="ImapException">NotImap or ConnectionLost.</exception>
    public async Task<StatusResponse> ReadGreetingAsync(CancellationToken cancellationToken)
    {
        while (_framer.Read() != FrameKind.Message)
        {
            GreetingCheck.LookAtFirstBytes(host, _framer.Message.Span);
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                throw GreetingCheck.Ended(host, _framer.Message.Span);
        }

        Tell();
        if (_reader.Read(_framer.Message.Span) is not StatusResponse { Tag: null, Status: StatusKind.Ok or StatusKind.PreAuth or StatusKind.Bye } greeting)
            throw GreetingCheck.NotImap(host, _framer.Message.Span);
        Learn(greeting);
        return greeting;
    }

    /// <summary>Sends text as it is, line ends included.</summary>
    public async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        trace?.Sent(text);
        using (cancellationToken.Register(stream.Dispose))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends one command and reads up to its answer.</summary>
    /// <exception cref="ImapException">ConnectionLost, ServerClosed or ProtocolViolation.</exception>
    public async Task<StatusResponse> ExecuteAsync(string tag, string command, CancellationToken cancellationToken)
    {
        await SendAsync($"{tag} {command}\r\n", cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var answer = await ReadTaggedAsync(cancellationToken).ConfigureAwait(false);
            if (answer.Tag == tag)
                return answer;
        }
    }

    /// <summary>The next tagged response, whatever its tag.</summary>
    /// <exception cref="ImapException">ConnectionLost, ServerClosed or ProtocolViolation.</exception>
    public async Task<StatusResponse> ReadTaggedAsync(CancellationToken cancellationToken)
    {
        StatusResponse? bye = null;
        for (var i = 0; i < MaxResponses; i++)
        {
            FrameKind kind;
            while ((kind = _framer.Read()) != FrameKind.Message)
            {
                if (kind != FrameKind.None || await FillAsync(cancellationToken).ConfigureAwait(false))
                    continue;
                throw bye is null
                    ? new ImapException(ImapError.ConnectionLost, $"{host} closed the connection instead of answering.")
                    : new ImapException(ImapError.ServerClosed, $"{host} closed the session: {SafeText.Clean(bye.Text)}") { Response = bye };
            }

            Tell();
            var response = _reader.Read(_framer.Message.Span, _framer.Detached);
            Learn(response);
            switch (response)
            {
                case StatusResponse { Tag: not null } tagged:
                    return tagged;
                case StatusResponse { Status: StatusKind.Bye } said:
                    bye = said;
                    break;
            }
        }

        throw new ImapException(ImapError.ProtocolViolation, $"{host} sent {MaxResponses} responses without answering.");
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        // Not every stream obeys a token; closing it ends the read for sure.
        using (cancellationToken.Register(stream.Dispose))
        {
            var count = await stream.ReadAsync(_framer.GetMemory(), cancellationToken).ConfigureAwait(false);
            _framer.Advance(count);
            return count > 0;
        }
    }

    private void Tell() => trace?.Received(_framer.Message.Span, _framer.Detached, complete: true);

    private void Learn(Response response)
    {
        Capabilities = response switch
        {
            CapabilityResponse told => told.Capabilities,
            StatusResponse { Code: CapabilityCode code } => code.Capabilities,
            _ => Capabilities,
        };
    }
}
