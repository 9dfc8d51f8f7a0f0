using ImapPS.Client.Transport;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <content>The greeting, and what may be believed of what is said before TLS.</content>
public sealed partial class ImapConnection
{
    private const int MaxGreeting = 64 * 1024;
    private const int MaxUnauthenticatedAlerts = 5;

    /// <summary>For messages that quote what anybody on the way may have said.</summary>
    private string BeforeTls => AwaitsTls ? " before TLS stood" : "";

    private async Task ReadGreetingAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.GreetingTimeout);
        // Not every stream obeys a token; closing it ends the read for sure.
        using var close = limit.Token.Register(static state => ((Stream)state!).Dispose(), _stream);
        try
        {
            FrameKind kind;
            while ((kind = _framer.Read()) != FrameKind.Message)
            {
                GreetingCheck.LookAtFirstBytes(Host, _framer.Message.Span);
                // A greeting has no literal: one that begins is reason enough, and no more of it may ever come.
                if (kind != FrameKind.None || _framer.Buffered > MaxGreeting)
                    throw GreetingCheck.NotImap(Host, _framer.Message.Span);
                var count = await _stream.ReadAsync(_framer.GetMemory(), limit.Token).ConfigureAwait(false);
                if (count == 0)
                    throw GreetingCheck.Ended(Host, _framer.Message.Span);
                _framer.Advance(count);
                BytesReceived += count;
            }
        }
        catch (Exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw GreetingCheck.TimedOut(Host, _options.GreetingTimeout, IsSecure);
        }
        catch (FramingException e)
        {
            throw new ImapException(ImapError.NotImap, $"{Host} does not speak IMAP: {e.Message}", e);
        }

        _options.Trace?.Received(_framer.Message.Span);
        _transcript?.Received(_framer.Message.Span, [], complete: true);
        if (_reader.Read(_framer.Message.Span) is not StatusResponse { Tag: null, Status: StatusKind.Ok or StatusKind.PreAuth or StatusKind.Bye } greeting)
            throw GreetingCheck.NotImap(Host, _framer.Message.Span);
        if (greeting.Status == StatusKind.Bye)
        {
            throw new ImapException(ImapError.GreetingRejected, $"{Host} turned the connection away{BeforeTls}: {SafeText.Clean(greeting.Text)}") { Response = Believed(greeting) };
        }

        Greeting = greeting;
        if (greeting.Status == StatusKind.PreAuth)
            Phase = ConnectionPhase.Authenticated;
        Learn(greeting.Code);
        if (AwaitsTls)
            KeepUnauthenticated(greeting);
        else if (greeting.Code is not null)
            Tell(greeting);
    }

    /// <summary>Codes direct what is done next, a referral above all: said in the clear where TLS is to come, they direct nothing.</summary>
    private StatusResponse Believed(StatusResponse response) => AwaitsTls ? response with { Code = null } : response;

    /// <summary>An ALERT must be shown (RFC 9051 section 7.1); one that anybody may have sent is, with that label, by who connects.</summary>
    private void KeepUnauthenticated(StatusResponse response)
    {
        if (response.Code is not { Name: "ALERT" })
            return;
        lock (_gate)
        {
            if (_unauthenticatedAlerts.Count < MaxUnauthenticatedAlerts)
                _unauthenticatedAlerts.Add(SafeText.Clean(response.Text));
        }
    }
}
