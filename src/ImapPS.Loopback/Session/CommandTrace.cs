using System.Text;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Session;

/// <summary>A command as one line for the log: no secrets, literals as {n}.</summary>
internal static class CommandTrace
{
    public static string Describe(ReceivedCommand received, ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral> detached)
    {
        switch (received.Command)
        {
            case LoginCommand login:
                return $"{received.Tag} LOGIN {login.UserName} ***";
            case AuthenticateCommand authenticate:
                return $"{received.Tag} AUTHENTICATE {authenticate.Mechanism}" + (authenticate.InitialResponse is null ? "" : " ***");
            case null:
                // What can't be read may be a password in the wrong place.
                return $"{received.Tag} {received.Name} (unreadable)";
        }

        var text = new StringBuilder();
        var at = 0;
        while (LiteralHeader.TryFind(message, at, out var header))
        {
            text.Append(ByteText.ToText(message.Slice(at, header.Start - at)));
            text.Append('{').Append(header.Length).Append('}');
            at = header.Content + (IsDetached(detached, header.Content) ? 0 : Math.Min(header.Length, message.Length - header.Content));
        }

        return text.Append(ByteText.ToText(message.Slice(at))).ToString().TrimEnd('\r', '\n');
    }

    /// <summary>Whether a literal came without waiting although the server doesn't offer that (RFC 7888).</summary>
    public static bool HasForbiddenLiteral(ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral> detached, int longestWithoutWaiting)
    {
        var at = 0;
        while (LiteralHeader.TryFind(message, at, out var header))
        {
            if (!header.IsSynchronizing && header.Length > longestWithoutWaiting)
                return true;
            at = header.Content + (IsDetached(detached, header.Content) ? 0 : Math.Min(header.Length, message.Length - header.Content));
        }

        return false;
    }

    private static bool IsDetached(IReadOnlyList<DetachedLiteral> detached, int offset)
    {
        foreach (var literal in detached)
        {
            if (literal.Offset == offset)
                return true;
        }

        return false;
    }
}
