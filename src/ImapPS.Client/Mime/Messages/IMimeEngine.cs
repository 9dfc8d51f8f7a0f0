namespace ImapPS.Client.Mime;

/// <summary>Whole messages: reading what came, and writing new ones. Implementations are thread-safe.</summary>
public interface IMimeEngine
{
    /// <summary>What reads and writes, for people: "MimeKit 4.17.0", "built-in".</summary>
    string Name { get; }

    /// <summary>
    /// Reads a message, from the stream's position to its end. The stream stays open and isn't needed afterwards. Whatever the bytes are,
    /// a message comes out; <see cref="ParsedMessage.Problems"/> tells what was wrong with it.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="MimeLimitException">The message is larger than <see cref="MimeReadOptions.MaxMessageLength"/>.</exception>
    /// <exception cref="IOException">The stream can't be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    ParsedMessage Read(Stream message, MimeReadOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Writes a new message in the form that APPEND and a .eml file want (CRLF line ends). The stream stays open.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="draft"/> or <paramref name="destination"/> is null.</exception>
    /// <exception cref="MimeDraftException">Something in the draft can't be said in a message; nothing was written.</exception>
    /// <exception cref="IOException">A stream can't be read or written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    void Write(MessageDraft draft, Stream destination, CancellationToken cancellationToken = default);
}
