namespace ImapPS.Protocol.Commands;

/// <summary>
/// A command as octets, cut where the client must wait for a continuation request, and around what is read while it is sent. Disposing overwrites the octets of
/// secrets.
/// </summary>
public sealed class EncodedCommand : IDisposable
{
    internal EncodedCommand(string tag, IReadOnlyList<CommandSegment> segments, string trace, int lineLength)
    {
        Tag = tag;
        Segments = segments;
        Trace = trace;
        LineLength = lineLength;
    }

    public string Tag { get; }

    /// <summary>The pieces in order; the client waits for "+" before those that say so.</summary>
    public IReadOnlyList<CommandSegment> Segments { get; }

    /// <summary>The command for logs: one line, secrets as ***, literals as {n}, no control or direction characters.</summary>
    public string Trace { get; }

    /// <summary>How many octets stand outside literals, which is what servers bound (<see cref="CommandLimits.MaxLineLength"/>).</summary>
    public int LineLength { get; }

    /// <summary>Whether there is a secret among the octets.</summary>
    public bool HasSecret => Segments.Any(static s => s.IsSecret);

    public void Dispose()
    {
        foreach (var segment in Segments)
            segment.Clear();
    }
}
