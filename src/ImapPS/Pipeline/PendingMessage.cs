using System.Management.Automation;
using ImapPS.Output;
using ImapPS.Protocol.Responses;

namespace ImapPS.Pipeline;

/// <summary>A message whose contents are on their way.</summary>
internal sealed class PendingMessage(FetchResponse data, uint uidValidity, int parts)
{
    private int _expected;

    public FetchResponse Data { get; } = data;

    public uint UidValidity { get; } = uidValidity;

    public MessageContents Contents { get; } = new(parts);

    /// <summary>What is to be told of it as errors.</summary>
    public List<ErrorRecord> Errors { get; } = [];

    /// <summary>Whether it vanished meanwhile.</summary>
    public bool IsGone { get; set; }

    public bool IsReady => Volatile.Read(ref _expected) == 0;

    public void Expect(int contents) => Volatile.Write(ref _expected, contents);

    public void Arrived() => Interlocked.Decrement(ref _expected);
}
