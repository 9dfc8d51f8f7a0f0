using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>What a window takes for its own, and what it keeps.</summary>
public class FetchSinkTests
{
    private static readonly byte[] Prefix = "* 1 FETCH (UID 1 BODY[] {100000}\r\n"u8.ToArray();

    private static FetchSink Sink(FetchAttributes attributes, params FetchSectionRequest[] sections) =>
        new(UidSet.Of(1, 5), new FetchItems { Attributes = attributes, Sections = sections }, 200_000);

    private static FetchResponse Message(uint uid, MessageFlags? flags = null, long? size = null) => new(uid) { Uid = uid, Flags = flags, Size = size };

    [Fact]
    public async Task Nothing_is_kept_of_what_nobody_reads()
    {
        var sink = Sink(FetchAttributes.Size, FetchSectionRequest.Whole);
        Assert.IsType<GatheringReceiver>(sink.OpenLiteral(Prefix, 100_000));
        Assert.True(sink.TryAccept(Message(1, size: 1)));
        sink.Flush();
        Assert.True(sink.TryAccept(Message(2, size: 1)));
        sink.Abandon();
        Assert.False(sink.Batches.TryRead(out _));
        Assert.True(sink.TryAccept(Message(3, size: 1)));
        Assert.IsType<DiscardingReceiver>(sink.OpenLiteral(Prefix, 100_000));
        sink.Complete(null);
        Assert.False(await sink.Batches.WaitToReadAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("* 1 FETCH (UID 1 BODY[] {300}\r\n", true)]
    [InlineData("* 1 FETCH (UID 1 BODY[1.2.MIME]<0> {300}\r\n", true)]
    [InlineData("* 1 FETCH (BINARY[2] ~{300}\r\n", true)]
    [InlineData("* 1 FETCH (UID 1 ENVELOPE (NIL {300}\r\n", false)]
    [InlineData("* LIST () \"/\" {300}\r\n", false)]
    [InlineData("{300}\r\n", false)]
    [InlineData("", false)]
    public void Literals_are_taken_where_content_stands(string prefix, bool taken)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(prefix);
        Assert.Equal(taken, Sink(FetchAttributes.Size, FetchSectionRequest.Whole).OpenLiteral(bytes, 300) is not null);
        Assert.Null(Sink(FetchAttributes.Envelope).OpenLiteral(bytes, 300));
    }

    [Fact]
    public void A_literal_over_the_limit_is_dropped_and_not_refused() =>
        Assert.IsType<DiscardingReceiver>(Sink(0, FetchSectionRequest.Whole).OpenLiteral(Prefix, 200_001));

    [Fact]
    public void News_of_flags_is_not_an_answer_to_who_asked_for_more()
    {
        var sink = Sink(FetchAttributes.Flags | FetchAttributes.Size);
        Assert.False(sink.TryAccept(Message(1, MessageFlags.None)));
        Assert.False(sink.TryAccept(Message(6, MessageFlags.None, 7)));
        Assert.False(sink.TryAccept(Message(0, MessageFlags.None, 7)));
        Assert.False(sink.TryAccept(new ExistsResponse(3)));
        Assert.True(sink.TryAccept(Message(1, null, 7)));
        Assert.Equal(1, sink.Count);
    }

    [Fact]
    public void The_first_flags_of_each_message_are_the_answer_to_who_asked_for_nothing_else()
    {
        var sink = Sink(FetchAttributes.Flags);
        Assert.True(sink.TryAccept(Message(1, MessageFlags.None)));
        Assert.False(sink.TryAccept(Message(1, MessageFlags.None)));
        Assert.False(sink.TryAccept(new FetchResponse(2) { Uid = 2, ModSeq = 5 }));
        Assert.True(sink.TryAccept(Message(2, MessageFlags.None)));
    }

    [Fact]
    public async Task Batches_are_bounded()
    {
        var sink = new FetchSink(UidSet.Of(1, 2000), new FetchItems { Attributes = FetchAttributes.Size }, 1);
        for (uint uid = 1; uid <= 2000; uid++)
            sink.TryAccept(Message(uid, size: 1));
        sink.Complete(null);
        var counts = new List<int>();
        await foreach (var batch in sink.Batches.ReadAllAsync(TestContext.Current.CancellationToken))
            counts.Add(batch.Count);
        Assert.Equal([512, 512, 512, 464], counts);
    }

    [Fact]
    public async Task A_window_that_another_thread_ends_hands_on_whole_batches()
    {
        for (var round = 0; round < 200; round++)
        {
            var sink = new FetchSink(UidSet.Of(1, 1000), new FetchItems { Attributes = FetchAttributes.Size }, 1);
            var feeding = Task.Run(() =>
            {
                for (uint uid = 1; uid <= 1000; uid++)
                    sink.TryAccept(Message(uid, size: 1));
            }, TestContext.Current.CancellationToken);
            var ending = Task.Run(() => sink.Complete(null), TestContext.Current.CancellationToken);
            var last = 0u;
            await foreach (var batch in sink.Batches.ReadAllAsync(TestContext.Current.CancellationToken))
            {
                foreach (var message in batch)
                    Assert.Equal(++last, message.Uid);
            }

            await Task.WhenAll(feeding, ending);
        }
    }
}
