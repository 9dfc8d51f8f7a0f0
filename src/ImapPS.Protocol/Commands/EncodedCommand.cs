namespace ImapPS.Protocol.Commands;

/// <summary>
/// A command as octets, cut where the client must wait for a continuation request. Disposing overwrites the octets of
/// secrets.
/// </summary>
public sealed class EncodedCommand : IDisposable
{
    internal EncodedCommand(string tag, IReadOnlyList<CommandSegment> segments, string trace)
    {
        Tag = tag;
        Segments = segments;
        Trace = trace;
    }

    public string Tag { get; }

    /// <summary>The pieces in order; between two of them the client waits for "+".</summary>
    public IReadOnlyList<CommandSegment> Segments { get; }

    /// <summary>The command for logs: one line, secrets as ***, literals as {n}, no control characters.</summary>
    public string Trace { get; }

    public void Dispose()
    {
        foreach (var segment in Segments)
            segment.Clear();
    }
}
