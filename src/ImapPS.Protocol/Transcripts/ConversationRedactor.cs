using System.Buffers;
using System.Text;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>
/// Cuts what both sides say into the pieces of a transcript, and replaces on the way what is not for others: names of users,
/// mailboxes, files and hosts, addresses, subjects, what is searched for, message ids, bodies. The same name gets the same
/// replacement throughout. What is not known is replaced too. Secrets are no matter of it: they never get here.
/// </summary>
public sealed class ConversationRedactor
{
    private static readonly IReadOnlyList<DetachedLiteral> None = [];

    private readonly object _gate = new();
    private readonly Pseudonyms _names = new();

    /// <summary>A note's text.</summary>
    public string Note(string text)
    {
        lock (_gate)
            return ProseRedaction.Redact(text, _names);
    }

    /// <summary>The pieces of a response.</summary>
    /// <param name="message">The response as the framer cut it out, or its beginning up to a literal.</param>
    /// <param name="detached">Its literals that are not in it.</param>
    /// <param name="complete">Whether it is all of the response.</param>
    /// <param name="redact">Whether to replace anything.</param>
    public IReadOnlyList<TranscriptPiece> Response(ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral> detached, bool complete, bool redact)
    {
        lock (_gate)
        {
            var pieces = new PieceBuilder();
            var scanner = new RedactionScanner(complete ? WithoutEnd(message) : message, detached, pieces, _names);
            if (redact)
                ResponseRedaction.Redact(ref scanner);
            else if (LiteralHeader.MayStandIn(message))
                scanner.KeepRest();
            else
                pieces.Append(WithoutEnd(message));
            // What is left behind the last token that somebody wanted.
            if (redact)
                scanner.DenyRest();
            if (complete)
                pieces.EndLine();
            return pieces.Pieces;
        }
    }

    /// <summary>The pieces of a command, and with which octet of the command each begins; literals that are read while they are sent count nothing.</summary>
    public IReadOnlyList<KeyValuePair<int, TranscriptPiece>> Command(EncodedCommand command, bool redact)
    {
        lock (_gate)
        {
            var pieces = new PieceBuilder();
            var octets = Octets(command, out var detached);
            Command(new RedactionScanner(WithoutEnd(octets.Written.Span), detached, pieces, _names), redact);
            pieces.EndLine();
            return pieces.Pieces.Select((piece, i) => new KeyValuePair<int, TranscriptPiece>(pieces.Offsets[i], piece)).ToArray();
        }
    }

    /// <summary>The pieces of a command as a server reads it.</summary>
    public IReadOnlyList<TranscriptPiece> Command(ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral> detached, bool redact)
    {
        lock (_gate)
        {
            var pieces = new PieceBuilder();
            Command(new RedactionScanner(WithoutEnd(message), detached, pieces, _names), redact);
            pieces.EndLine();
            return pieces.Pieces;
        }
    }

    private static void Command(RedactionScanner scanner, bool redact)
    {
        if (redact)
            CommandRedaction.Redact(ref scanner);
        if (redact)
            scanner.DenyRest();
        else
            scanner.KeepRest();
    }

    private static ByteBufferWriter Octets(EncodedCommand command, out IReadOnlyList<DetachedLiteral> detached)
    {
        var octets = new ByteBufferWriter();
        if (command.HasSecret)
        {
            // Its octets are nobody's business: the command's own text of itself has stars for them.
            octets.Write(Encoding.UTF8.GetBytes(command.Trace + "\r\n").AsSpan());
            detached = None;
            return octets;
        }

        var literals = new List<DetachedLiteral>();
        foreach (var segment in command.Segments)
        {
            if (segment.Source is { } source)
                literals.Add(new DetachedLiteral(octets.Length, source.Length));
            octets.Write(segment.Bytes.Span);
        }

        detached = literals;
        return octets;
    }

    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> message)
    {
        var length = message.Length;
        if (length > 0 && message[length - 1] == '\n')
            length--;
        if (length > 0 && message[length - 1] == '\r')
            length--;
        return message.Slice(0, length);
    }
}
