namespace ImapPS.Protocol.Commands;

/// <summary>UID THREAD (RFC 5256).</summary>
public sealed record UidThreadCommand(ThreadAlgorithm Algorithm, SearchKey Key) : Command
{
    /// <inheritdoc/>
    public override string Name => ByUid ? "UID THREAD" : "THREAD";

    public ThreadAlgorithm Algorithm { get; } = (ThreadAlgorithm)CommandWords.Check(CommandWords.ThreadAlgorithm, (int)Algorithm, nameof(Algorithm));

    public SearchKey Key { get; } = Key ?? throw new ArgumentNullException(nameof(Key));

    /// <summary>False for THREAD with sequence numbers in its answer: other clients do that, this one never.</summary>
    public bool ByUid { get; init; } = true;

    // thread     = ["UID" SP] "THREAD" SP thread-alg SP search-criteria              ; RFC 5256 section 5
    // thread-alg = "ORDEREDSUBJECT" / "REFERENCES" / thread-alg-ext
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Raw(CommandWords.ThreadAlgorithm[(int)Algorithm]).Raw(" UTF-8");
        SearchProgram.WriteKeys(writer, Key);
    }
}
