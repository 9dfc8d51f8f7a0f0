namespace ImapPS.Client.Connection;

/// <summary>Takes a large literal as it arrives. While a call is under way the socket is not read.</summary>
public abstract class LiteralReceiver
{
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> chunk);

    /// <summary>The literal is whole.</summary>
    /// <returns>What the response's reader will find in its place (see DetachedLiteral.Content).</returns>
    public abstract object? Complete();

    /// <summary>The connection ended before the literal did.</summary>
    public virtual void Abort()
    {
    }
}
