using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Tests.Connection;

/// <summary>Takes its time with the first piece of a large literal.</summary>
internal sealed class SlowSink(TimeSpan delay) : ResponseSink
{
    public int Received { get; private set; }

    public override bool TryAccept(Response response) => response is FetchResponse;

    public override LiteralReceiver? OpenLiteral(ReadOnlySpan<byte> prefix, long length) => new Receiver(this, delay);

    private sealed class Receiver(SlowSink sink, TimeSpan delay) : LiteralReceiver
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk)
        {
            if (sink.Received == 0)
                await Task.Delay(delay);
            sink.Received += chunk.Length;
        }

        public override object? Complete() => null;
    }
}
