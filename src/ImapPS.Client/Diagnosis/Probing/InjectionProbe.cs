using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Diagnosis;

/// <summary>
/// Sends STARTTLS and a NOOP in one packet, then TLS. A server that answers the NOOP within TLS keeps what came before it,
/// and would take commands from whoever is on the way (CVE-2011-0411 and its kin; "Why TLS is better without STARTTLS").
/// </summary>
internal static class InjectionProbe
{
    private const string Injected = "x2";

    /// <exception cref="ImapException">The server greets no more, or refuses STARTTLS.</exception>
    public static async Task<InjectionResult> TryAsync(FirstBytesStream stream, string host, ConnectionTranscript? trace, CancellationToken cancellationToken)
    {
        var plain = new ProbeConversation(stream, host, trace);
        await plain.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
        await plain.SendAsync($"x1 STARTTLS\r\n{Injected} NOOP\r\n", cancellationToken).ConfigureAwait(false);
        StatusResponse answer;
        try
        {
            answer = await plain.ReadTaggedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (e.Error is ImapError.ConnectionLost or ImapError.ServerClosed)
        {
            return new InjectionResult(InjectionOutcome.Refused, "the server closed the connection");
        }

        if (answer.Status != StatusKind.Ok)
            return new InjectionResult(InjectionOutcome.Refused, "the server refused STARTTLS with a command behind it");
        if (plain.Leftover > 0)
            return new InjectionResult(InjectionOutcome.Refused, "the command was answered in the clear, before TLS");
        return await LookInsideAsync(stream, host, trace, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<InjectionResult> LookInsideAsync(FirstBytesStream stream, string host, ConnectionTranscript? trace, CancellationToken cancellationToken)
    {
        TlsHandshake handshake;
        try
        {
            handshake = await TlsProbe.HandshakeAsync(stream, host, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException)
        {
            // The server took the command for the beginning of the handshake.
            return new InjectionResult(InjectionOutcome.Refused, "the handshake failed");
        }

        using (handshake)
        {
            trace?.Note("TLS started");
            var inside = new ProbeConversation(handshake.Stream, host, trace);
            try
            {
                await inside.SendAsync("x3 NOOP\r\n", cancellationToken).ConfigureAwait(false);
                var first = await inside.ReadTaggedAsync(cancellationToken).ConfigureAwait(false);
                return first.Tag == Injected
                    ? new InjectionResult(InjectionOutcome.Tolerated, "a command sent in the clear was answered within TLS")
                    : new InjectionResult(InjectionOutcome.Refused, "the command was dropped");
            }
            catch (Exception e) when (e is IOException or ImapException { Error: ImapError.ConnectionLost or ImapError.ServerClosed } && !cancellationToken.IsCancellationRequested)
            {
                return new InjectionResult(InjectionOutcome.Refused, "the server closed the connection");
            }
        }
    }
}
