namespace ImapPS.Protocol.Framing;

/// <summary>What <see cref="Framer.Read"/> found.</summary>
public enum FrameKind
{
    /// <summary>More bytes are needed.</summary>
    None,

    /// <summary>A whole response or command; see <see cref="Framer.Message"/>.</summary>
    Message,

    /// <summary>A literal over the threshold begins; <see cref="Framer.Message"/> holds what came before it, its header included.</summary>
    LiteralBegin,

    /// <summary>A piece of that literal; see <see cref="Framer.Chunk"/>.</summary>
    LiteralChunk,

    /// <summary>The literal is complete; the rest of the message follows.</summary>
    LiteralEnd,

    /// <summary>Server side: the client waits for a continuation request before it sends a literal of <see cref="Framer.LiteralLength"/> bytes.</summary>
    ContinuationNeeded,
}
