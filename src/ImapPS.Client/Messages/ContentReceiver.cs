using ImapPS.Client.Connection;

namespace ImapPS.Client.Messages;

/// <summary>Hands a large literal straight to its stream: the socket is not read while that writes.</summary>
internal sealed class ContentReceiver(ContentWriter writer) : LiteralReceiver
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> chunk) => writer.WriteAsync(chunk);

    public override object? Complete() => writer;
}
