namespace ImapPS.Protocol.Responses;

/// <summary>A response that isn't known or can't be read: kept raw, so that it can be reported.</summary>
/// <param name="Raw">The line, its line end taken off; shortened to 8 KiB.</param>
/// <param name="Problem">Why it could not be read; null if its name is merely not known.</param>
public sealed record UnknownResponse(ReadOnlyMemory<byte> Raw, string? Problem = null) : Response
{
    public string Text => Grammar.ByteText.ToText(Raw.Span);

    public bool Equals(UnknownResponse? other) =>
        other is not null && Problem == other.Problem && Raw.Span.SequenceEqual(other.Raw.Span);

    public override int GetHashCode() => Raw.Length;
}
