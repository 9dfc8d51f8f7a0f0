using ImapPS.Client.Connection;

namespace ImapPS.Pipeline;

/// <summary>Shows a session's conversation, redacted, as debug messages of whichever cmdlet works on it and was told to. Of several it is one that does.</summary>
internal sealed class DebugTrace(Transcript transcript)
{
    private readonly List<PipelineWriter> _writers = [];
    private IDisposable? _listening;

    /// <summary>Begins to show; disposing ends it.</summary>
    public IDisposable Attach(PipelineWriter writer)
    {
        lock (_writers)
        {
            _writers.Add(writer);
            _listening ??= transcript.Listen(redact: true, Show);
        }

        return new Attachment(this, writer);
    }

    private void Show(string record)
    {
        PipelineWriter? writer;
        lock (_writers)
            writer = _writers.FirstOrDefault();
        writer?.Post(cmdlet => cmdlet.WriteDebug(record));
    }

    private void Detach(PipelineWriter writer)
    {
        lock (_writers)
        {
            if (!_writers.Remove(writer) || _writers.Count > 0)
                return;
            _listening?.Dispose();
            _listening = null;
        }
    }

    private sealed class Attachment(DebugTrace trace, PipelineWriter writer) : IDisposable
    {
        public void Dispose() => trace.Detach(writer);
    }
}
