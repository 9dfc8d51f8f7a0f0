using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Tests.Connection;

/// <summary>Takes its time with the first piece of a large literal.</summary>
/// <param name="wait">How.</param>
internal sealed class SlowSink(Func<Task> wait) : ResponseSink
{
    public int Received { get; private set; }

    public override bool TryAccept(Response response) => response is FetchResponse;

    public override LiteralReceiver? OpenLiteral(ReadOnlySpan<byte> prefix, long length) => new Receiver(this, wait);

    private sealed class Receiver(SlowSink sink, Func<Task> wait) : LiteralReceiver
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk)
        {
            if (sink.Received == 0)
                await wait();
            sink.Received += chunk.Length;
        }

        public override object? Complete() => null;
    }
}
