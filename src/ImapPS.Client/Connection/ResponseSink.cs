using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <summary>Takes the untagged responses that belong to one command. Called by the reader, one call at a time.</summary>
public abstract class ResponseSink
{
    /// <summary>Takes the response if it belongs to the command.</summary>
    /// <returns>False if it is somebody else's.</returns>
    public abstract bool TryAccept(Response response);

    /// <summary>Offers to take a literal over the threshold in chunks.</summary>
    /// <param name="prefix">The response up to the literal, its header included.</param>
    /// <param name="length">In octets, as announced.</param>
    /// <returns>Null to decline.</returns>
    public virtual LiteralReceiver? OpenLiteral(ReadOnlySpan<byte> prefix, long length) => null;

    /// <summary>Whether the command asks for messages' content.</summary>
    public virtual bool TakesSections => false;

    /// <summary>Offers to take a section's content that came within its response; it is valid during the call only.</summary>
    /// <returns>What stands in its place; null to have an array made of it.</returns>
    public virtual object? TakeContent(ReadOnlySpan<byte> content) => null;

    /// <summary>The reader has nothing more at the moment: hand on what was gathered.</summary>
    public virtual void Flush()
    {
    }

    /// <summary>The command's tagged response has come. What the server sends behind it finds what is done here.</summary>
    public virtual void Answered(StatusResponse response)
    {
    }

    /// <summary>The command is over; called once, after its last response.</summary>
    public virtual void Complete(Exception? error)
    {
    }
}
