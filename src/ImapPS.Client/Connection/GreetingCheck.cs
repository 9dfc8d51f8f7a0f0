using ImapPS.Client.Transport;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Client.Connection;

/// <summary>Tells what is on a port that does not greet as an IMAP server does.</summary>
internal static class GreetingCheck
{
    /// <summary>Recognises TLS, whose records hold no line end to wait for.</summary>
    /// <exception cref="ImapException">NotImap.</exception>
    public static void LookAtFirstBytes(string host, ReadOnlySpan<byte> first)
    {
        if (ProtocolGuess.IsTls(first))
            throw NotImap(host, first);
    }

    public static ImapException NotImap(string host, ReadOnlySpan<byte> first)
    {
        if (ProtocolGuess.IsTls(first))
        {
            return new ImapException(ImapError.NotImap, $"{host} speaks TLS on this port, where plain text was expected.")
            {
                Hint = "Connect with -Security ImplicitTls.",
            };
        }

        var text = ByteText.ToText(first.Slice(0, Math.Min(first.Length, 120))).TrimEnd('\r', '\n');
        if (ProtocolGuess.Of(first) is { } protocol and not ProtocolGuess.Imap)
        {
            return new ImapException(ImapError.NotImap, $"{host} does not speak IMAP on this port, but {protocol}: \"{SafeText.Clean(text)}\".")
            {
                Hint = "IMAP uses 993 (implicit TLS) and 143 (STARTTLS).",
            };
        }

        return new ImapException(ImapError.NotImap, $"{host} did not greet as an IMAP server does: \"{SafeText.Clean(text)}\".")
        {
            Hint = "IMAP uses 993 (implicit TLS) and 143 (STARTTLS).",
        };
    }

    public static ImapException Ended(string host, ReadOnlySpan<byte> first) => first.IsEmpty
        ? new ImapException(ImapError.ConnectionLost, $"{host} closed the connection before it greeted.")
        : ProtocolGuess.MayBecomeImap(first)
        ? new ImapException(ImapError.ConnectionLost, $"{host} closed the connection in the middle of its greeting.")
        : NotImap(host, first);

    public static ImapException TimedOut(string host, TimeSpan timeout, bool secure) =>
        new(ImapError.GreetingTimeout, $"{host} accepted the connection, but did not greet within {timeout.TotalSeconds:0.#} seconds.")
        {
            Hint = secure ? "The server may be overloaded, or the port is not for IMAP." : "The port may expect TLS from the start: connect with -Security ImplicitTls.",
        };
}
