namespace ImapPS.Client.Messages;

/// <summary>A message, or a part of one, that is to be written into a stream.</summary>
/// <param name="uid">Of which message.</param>
/// <param name="section">"" for the whole message, or a part's number.</param>
/// <param name="open">Gives the stream, once, when the first octets are there. The engine does not close it.</param>
public sealed class ContentRequest(uint uid, string section, Func<Stream> open)
{
    public uint Uid { get; } = uid;

    public string Section { get; } = section ?? throw new ArgumentNullException(nameof(section));

    public Func<Stream> Open { get; } = open ?? throw new ArgumentNullException(nameof(open));

    /// <summary>Octets to expect, as RFC822.SIZE or BODYSTRUCTURE has it; null if unknown. It plans the work; what comes is what counts.</summary>
    public long? Size { get; init; }

    /// <summary>The Content-Transfer-Encoding that is to be taken off; null to have the octets as they are.</summary>
    public string? Encoding { get; init; }

    /// <summary>What writes it, where that was begun on another connection or in another way; null for a new one.</summary>
    internal ContentWriter? Begun { get; set; }

    /// <summary>Whatever the caller wants to find in the result.</summary>
    public object? State { get; init; }
}
