namespace ImapPS.Client.Connection;

/// <summary>Drops a literal that nobody waits for any more.</summary>
internal sealed class DiscardingReceiver : LiteralReceiver
{
    public static DiscardingReceiver Instance { get; } = new();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> chunk) => default;

    public override object? Complete() => null;
}
