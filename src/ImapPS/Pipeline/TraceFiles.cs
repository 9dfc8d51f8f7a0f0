using ImapPS.Protocol.Transcripts;

namespace ImapPS.Pipeline;

/// <summary>Files with traces: Dovecot writes two for one conversation, each with one side's words.</summary>
internal static class TraceFiles
{
    /// <summary>The file with the other side's words; null if there is none, or this is not such a file.</summary>
    public static string? PartnerOf(string path)
    {
        var end = Path.GetExtension(path).ToLowerInvariant() switch { ".in" => ".out", ".out" => ".in", _ => null };
        return end is not null && File.Exists(Path.ChangeExtension(path, end)) ? Path.ChangeExtension(path, end) : null;
    }

    /// <exception cref="FormatException">It is no trace.</exception>
    public static IEnumerable<TranscriptExchange> Read(string path)
    {
        var partner = PartnerOf(path);
        var reader = new TranscriptReader(rawLog: Side(path));
        if (partner is null)
        {
            foreach (var line in TranscriptFormat.ReadLines(path))
            {
                foreach (var exchange in reader.Read(line))
                    yield return exchange;
            }
        }
        else
        {
            foreach (var chunk in Merge(Chunks(path), Chunks(partner)))
            {
                foreach (var exchange in reader.Take(chunk))
                    yield return exchange;
            }
        }

        foreach (var exchange in reader.End())
            yield return exchange;
    }

    private static TranscriptDirection? Side(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".in" => TranscriptDirection.Client,
        ".out" => TranscriptDirection.Server,
        _ => null,
    };

    private static IEnumerable<TraceChunk> Chunks(string path)
    {
        var reader = new TranscriptReader(rawLog: Side(path));
        return TranscriptFormat.ReadLines(path).SelectMany(reader.ReadChunks);
    }

    /// <summary>In the order of their times; at the same time the command comes before its answer.</summary>
    private static IEnumerable<TraceChunk> Merge(IEnumerable<TraceChunk> first, IEnumerable<TraceChunk> second)
    {
        using var one = first.GetEnumerator();
        using var other = second.GetEnumerator();
        var hasOne = one.MoveNext();
        var hasOther = other.MoveNext();
        while (hasOne || hasOther)
        {
            if (hasOne && (!hasOther || Comes(one.Current, other.Current)))
            {
                yield return one.Current;
                hasOne = one.MoveNext();
            }
            else
            {
                yield return other.Current;
                hasOther = other.MoveNext();
            }
        }
    }

    private static bool Comes(TraceChunk one, TraceChunk other) => one.Time == other.Time ? one.Direction == TranscriptDirection.Client : one.Time < other.Time;
}
