namespace ImapPS.Protocol.Commands;

/// <summary>A literal that is held in memory; not copied, so it must not change.</summary>
public sealed class MemoryLiteral(ReadOnlyMemory<byte> bytes) : LiteralSource, IEquatable<MemoryLiteral>
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <inheritdoc/>
    public override long Length => Bytes.Length;

    /// <inheritdoc/>
    public override Stream Open() => new MemoryStream(Bytes.ToArray(), writable: false);

    public bool Equals(MemoryLiteral? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => Equals(obj as MemoryLiteral);

    public override int GetHashCode() => Bytes.Length;
}
