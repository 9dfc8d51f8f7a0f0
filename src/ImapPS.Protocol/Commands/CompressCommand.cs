namespace ImapPS.Protocol.Commands;

/// <summary>COMPRESS DEFLATE (RFC 4978 section 3): behind its OK everything is compressed, in both directions.</summary>
public sealed record CompressCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "COMPRESS";

    // compress  = "COMPRESS" SP algorithm          ; RFC 4978 section 5
    // algorithm = "DEFLATE"
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Raw("DEFLATE");
}
