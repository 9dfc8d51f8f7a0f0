namespace ImapPS.Protocol.Commands;

/// <summary>The content of a literal that is read when it is sent, so that no message is held in memory.</summary>
public abstract class LiteralSource
{
    /// <summary>How many octets <see cref="Open"/> gives: the literal's header announces them, and nothing else will do.</summary>
    public abstract long Length { get; }

    /// <summary>The octets from their beginning; disposed by whoever asked for them.</summary>
    public abstract Stream Open();
}
