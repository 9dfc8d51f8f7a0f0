using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Tests.Connection;

/// <summary>Takes the responses that a test says it does, and keeps what was called.</summary>
internal sealed class RecordingSink(Func<Response, bool> takes) : ResponseSink
{
    public List<Response> Taken { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>What the next call of that name throws.</summary>
    public string? Throws { get; init; }

    public override bool TryAccept(Response response)
    {
        if (!takes(response))
            return false;
        Taken.Add(response);
        Note("TryAccept");
        return true;
    }

    public override void Answered(StatusResponse response) => Note("Answered");

    public override void Flush() => Note("Flush");

    public override void Complete(Exception? error) => Note(error is null ? "Complete" : "Complete: " + (error as ImapException)?.Error);

    private void Note(string call)
    {
        Calls.Add(call);
        if (Throws is not null && call.StartsWith(Throws, StringComparison.Ordinal))
            throw new NotSupportedException("a fault of the sink");
    }
}
